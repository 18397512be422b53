// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import dev.layertap.value.Value;

/**
 * An end of what a module took or returned: a tensor, a number, {@code None}, or an empty list.
 *
 * @param key what it goes by in a file
 * @param path the module's path, as a selector spells it
 * @param call which of the module's calls
 * @param element the rest of the key: empty, {@code /K} or {@code <I/K}
 * @param module the module's type
 * @param value what it is
 */
record CapturedValue(
    String key, String path, int call, String element, String module, Value value) {

  boolean isInput() {
    return element.startsWith("<");
  }
}
