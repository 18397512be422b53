// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import java.util.ArrayList;
import java.util.List;

/** What does not fit in a file of weights, collected so that one error can name it all. */
final class Problems {
  private static final int SHOWN = 10;

  private final List<String> found = new ArrayList<>();

  void add(String problem) {
    found.add(problem);
  }

  /**
   * Throws if there is any.
   *
   * @param what the sentence that comes before the problems
   * @param advice the sentence that comes after them
   */
  void throwIfAny(String what, String advice) {
    if (found.isEmpty()) {
      return;
    }
    List<String> lines = new ArrayList<>();
    lines.add(what + ", " + found.size() + (found.size() == 1 ? " problem:" : " problems:"));
    found.stream().limit(SHOWN).forEach(problem -> lines.add("  " + problem));
    if (found.size() > SHOWN) {
      lines.add("  and " + (found.size() - SHOWN) + " more");
    }
    lines.add(advice);
    throw new SampleException(String.join("\n", lines));
  }
}
