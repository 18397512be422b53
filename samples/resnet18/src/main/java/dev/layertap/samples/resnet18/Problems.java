// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What does not fit in a file of weights, by kind, so that one error can name it all. */
final class Problems {
  private static final int SHOWN = 10;

  private final Map<String, List<String>> kinds = new LinkedHashMap<>();

  void add(String kind, String problem) {
    kinds.computeIfAbsent(kind, k -> new ArrayList<>()).add(problem);
  }

  /**
   * Throws if there is any.
   *
   * @param what the line before the problems
   * @param advice the line after them
   */
  void throwIfAny(String what, String advice) {
    if (kinds.isEmpty()) {
      return;
    }
    List<String> lines = new ArrayList<>();
    lines.add(what);
    kinds.forEach(
        (kind, problems) -> {
          lines.add("  " + problems.size() + " " + kind + ":");
          problems.stream().limit(SHOWN).forEach(problem -> lines.add("    " + problem));
          if (problems.size() > SHOWN) {
            lines.add("    and " + (problems.size() - SHOWN) + " more");
          }
        });
    lines.add(advice);
    throw new SampleException(String.join("\n", lines));
  }
}
