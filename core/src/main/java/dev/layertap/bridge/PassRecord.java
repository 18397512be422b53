// SPDX-License-Identifier: Apache-2.0
package dev.layertap.bridge;

import dev.layertap.CaptureScope;
import dev.layertap.model.BlockTree;
import dev.layertap.select.Place;
import dev.layertap.trace.Pass;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.WeakHashMap;

/** What came of the configured captures so far, for whoever asks how they do. */
final class PassRecord {
  private static final int MOST_ERRORS = 10;

  private final Map<String, Integer> fired = new LinkedHashMap<>();
  private final List<String> errors = new ArrayList<>();
  private final Set<BlockTree> trees = Collections.newSetFromMap(new WeakHashMap<>());
  private List<String> unfired = List.of();
  private int passes;

  /** Adds a pass that has ended, with the scope that followed it. */
  synchronized void note(Pass pass, CaptureScope scope) {
    passes++;
    trees.add(pass.tree());
    scope.firedCaptures().forEach((capture, count) -> fired.merge(capture, count, Integer::sum));
    scope.internalErrors().stream().limit(MOST_ERRORS - errors.size()).forEach(errors::add);
    // Why something gave nothing is costly to find out, and mostly the same as in the pass before.
    if (fired.containsValue(0) && Integer.bitCount(passes) == 1) {
      unfired = scope.unfiredCaptures();
    }
  }

  /** As {@code CallObserver.facts} wants it. */
  synchronized Map<String, Object> facts() {
    return Map.of(
        "kind",
        "configuration",
        "passes",
        passes,
        "captures",
        new LinkedHashMap<>(fired),
        "unfired",
        fired.containsValue(0) ? unfired : List.of(),
        "opaque",
        opaque(),
        "errors",
        List.copyOf(errors));
  }

  /** The places that cannot be seen into, in all models that ran. */
  private List<String> opaque() {
    Set<String> lines = new TreeSet<>();
    for (BlockTree tree : trees) {
      for (Place place : tree.places()) {
        place
            .opaque()
            .ifPresent(reason -> lines.add(place + " in " + tree.root().type() + ": " + reason));
      }
    }
    return List.copyOf(lines);
  }
}
