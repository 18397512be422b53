// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A selected block ran. */
@Name("dev.layertap.Block")
@Label("Block")
@Description("A selected block's forward")
@Category("Layertap")
@Enabled(false)
@StackTrace(false)
final class BlockEvent extends Event {
  @Label("Pass")
  int pass;

  @Label("Path")
  String path = "";

  @Label("Type")
  String type = "";
}
