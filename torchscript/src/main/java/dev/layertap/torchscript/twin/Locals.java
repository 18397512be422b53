// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import java.util.Map;

/**
 * What a routine's names are where its body stands: its own in its twin, others in another twin.
 *
 * @param names the names to use
 * @param number tells the places where bodies stand in one twin; nothing for the twin's own
 * @param renamed what the routine's parameters and locals are, where they are not themselves
 */
record Locals(TwinNames names, String number, Map<String, String> renamed) {
  static Locals ofTwin(TwinNames names) {
    return new Locals(names, "", Map.of());
  }

  boolean isMoved() {
    return !number.isEmpty();
  }

  /** What a parameter or local of the routine is. */
  String of(String name) {
    return renamed.getOrDefault(name, name);
  }

  /** The name of something that only twins have. */
  String own(String name) {
    return names.local(isMoved() ? name + "_" + number : name);
  }
}
