// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import dev.layertap.select.Place;
import dev.layertap.torchscript.run.ModelCapture.ModuleValue;
import dev.layertap.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes values apart, and gives each part its key. */
final class CaptureKeys {
  private final Map<String, String> plainPaths = new HashMap<>();
  private final List<CapturedValue> values = new ArrayList<>();

  /**
   * Begins.
   *
   * @param places those that values may come from. A key spells their paths as PyTorch does,
   *     without the backslashes that a selector wants
   */
  CaptureKeys(List<? extends Place> places) {
    places.forEach(
        place -> plainPaths.put(place.path().toString(), String.join(".", place.path().steps())));
  }

  void add(ModuleValue value) {
    add(value.path(), value.call(), value.type(), value.input(), value.value());
  }

  /** Adds a value; one that is an input is the sequence of all inputs. */
  void add(String path, int call, String module, boolean input, Value value) {
    String start = plainPaths.getOrDefault(path, path) + "#" + call;
    if (!input) {
      walk("", value, (element, end) -> values.add(named(start, path, call, element, module, end)));
    } else if (value instanceof Value.Sequence arguments) {
      for (int i = 0; i < arguments.elements().size(); i++) {
        walk(
            "<" + i,
            arguments.elements().get(i),
            (element, end) -> values.add(named(start, path, call, element, module, end)));
      }
    } else {
      values.add(named(start, path, call, "<", module, value)); // opaque as a whole
    }
  }

  private static CapturedValue named(
      String start, String path, int call, String element, String module, Value end) {
    return new CapturedValue(start + element, path, call, element, module, end);
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
