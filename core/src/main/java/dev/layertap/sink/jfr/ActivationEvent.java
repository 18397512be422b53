// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** An array was captured. */
@Name("dev.layertap.Activation")
@Label("Activation")
@Description("The statistics of a captured array")
@Category("Layertap")
@Enabled(false)
@StackTrace(false)
final class ActivationEvent extends Event {
  @Label("Pass")
  int pass;

  @Label("Key")
  String key = "";

  @Label("Path")
  String path = "";

  @Label("Name")
  String name = "";

  @Label("Type")
  String type = "";

  @Label("Shape")
  String shape = "";

  @Label("Mean")
  double mean;

  @Label("Standard Deviation")
  double standardDeviation;

  @Label("Minimum")
  double minimum;

  @Label("Maximum")
  double maximum;

  @Label("Elements")
  long count;

  @Label("Zero")
  long zero;

  @Label("NaN")
  long nan;

  @Label("Infinite")
  long infinite;
}
