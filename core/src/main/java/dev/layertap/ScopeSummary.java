// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One line about a scope. */
final class ScopeSummary {
  /** More shapes of one name than these are counted, not listed. */
  private static final int MOST_SHAPES = 3;

  private ScopeSummary() {}

  static String of(Recorder recorder) {
    AnnotatedCaptures.checkThatTheProcessorRan(recorder);
    List<String> parts = new ArrayList<>();
    Map<String, List<Activation>> byName = Readings.byName(recorder.activations());
    byName.forEach((name, activations) -> parts.add(name + " " + shapes(activations)));
    parts.addAll(Shortfalls.unmatched(recorder));
    if (recorder.overBudget().isEmpty()) {
      parts.addAll(Shortfalls.notRun(recorder));
    }
    parts.addAll(AnnotatedCaptures.neverMatched(recorder));
    int opaque = recorder.opaquePlaces().size();
    if (opaque > 0) {
      parts.add(opaque + (opaque == 1 ? " place is opaque" : " places are opaque"));
    }
    recorder
        .overBudget()
        .ifPresent(unused -> parts.add("over the budget, so nothing more was captured"));
    int errors = recorder.errors().size();
    if (errors > 0) {
      parts.add(errors + (errors == 1 ? " internal error" : " internal errors"));
    }
    return parts.isEmpty() ? "nothing captured" : String.join(", ", parts);
  }

  private static String shapes(List<Activation> activations) {
    String shapes =
        activations.stream()
            .limit(MOST_SHAPES)
            .flatMap(activation -> activation.shapes().stream())
            .collect(Collectors.joining(" "));
    int more = activations.size() - MOST_SHAPES;
    if (shapes.isEmpty()) {
      return "(no array)";
    }
    return more > 0 ? shapes + " and " + more + (more == 1 ? " more call" : " more calls") : shapes;
  }
}
