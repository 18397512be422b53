// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import dev.layertap.file.ArrayKey;
import dev.layertap.torchscript.run.ModelCapture.ModuleValue;
import dev.layertap.value.Value;
import java.util.ArrayList;
import java.util.List;

/** Takes values apart, and gives each part its key. */
final class CaptureKeys {
  private final List<CapturedValue> values = new ArrayList<>();

  void add(ModuleValue value) {
    add(value.path(), value.call(), value.type(), value.input(), value.value());
  }

  /** Adds a value; one that is an input is the sequence of all inputs. */
  void add(String path, int call, String module, boolean input, Value value) {
    if (!input) {
      walk("", value, (element, end) -> values.add(named(path, call, element, module, end)));
    } else if (value instanceof Value.Sequence arguments) {
      for (int i = 0; i < arguments.elements().size(); i++) {
        walk(
            "<" + i,
            arguments.elements().get(i),
            (element, end) -> values.add(named(path, call, element, module, end)));
      }
    } else {
      values.add(named(path, call, "<", module, value)); // opaque as a whole
    }
  }

  private static CapturedValue named(
      String path, int call, String element, String module, Value end) {
    String key = new ArrayKey(ArrayKey.plain(path), call, 0, element).toString();
    return new CapturedValue(key, path, call, element, module, end);
  }

  private interface Visitor {
    void end(String element, Value value);
  }

  private static void walk(String element, Value value, Visitor visitor) {
    if (value instanceof Value.Sequence sequence && !sequence.elements().isEmpty()) {
      for (int i = 0; i < sequence.elements().size(); i++) {
        walk(element + "/" + i, sequence.elements().get(i), visitor);
      }
    } else if (value instanceof Value.Mapping mapping && !mapping.entries().isEmpty()) {
      mapping.entries().forEach((key, entry) -> walk(element + "/" + key, entry, visitor));
    } else {
      visitor.end(element, value);
    }
  }

  /** All of them, in the order in which they were added. */
  List<CapturedValue> values() {
    return List.copyOf(values);
  }
}
