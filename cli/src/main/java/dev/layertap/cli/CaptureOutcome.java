// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import dev.layertap.cli.CaptureReport.Unseen;
import dev.layertap.model.ModulePlace;
import dev.layertap.select.CaptureRequest;
import dev.layertap.torchscript.twin.OpaquePlace;
import dev.layertap.value.Statistics;
import dev.layertap.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds what was asked for and is not there, so that nothing is left out in silence. */
final class CaptureOutcome {
  private final CapturePlan plan;
  private final List<ModulePlace> places;
  private final List<CapturedValue> values;
  private final Set<String> seen = new HashSet<>();

  CaptureOutcome(CapturePlan plan, List<ModulePlace> places, List<CapturedValue> values) {
    this.plan = plan;
    this.places = places;
    this.values = values;
    values.stream()
        .filter(value -> !(value.value() instanceof Value.Opaque))
        .forEach(value -> seen.add(value.path()));
  }

  CaptureReport report(Map<String, Statistics> statistics) {
    return new CaptureReport(
        plan,
        values.stream().filter(value -> !(value.value() instanceof Value.Opaque)).toList(),
        statistics,
        opaque(),
        notRun(),
        misses());
  }

  /** Places first, then calls and elements of others. */
  private List<Unseen> opaque() {
    List<Unseen> opaque = new ArrayList<>();
    Set<String> named = new HashSet<>();
    for (ModulePlace place : places) {
      Optional<String> reason = place.opaque();
      if (reason.isPresent()
          && plan.selectors().matches(place)
          && !isSeenAnyhow(place, reason.get())) {
        opaque.add(new Unseen(place.path().toString(), place.type(), reason.get()));
        named.add(place.path().toString());
      }
    }
    for (CapturedValue value : values) {
      boolean isPlaceItself = named.contains(value.path()) && !seen.contains(value.path());
      if (value.value() instanceof Value.Opaque why && !isPlaceItself) {
        String key = value.path() + "#" + value.call() + value.element();
        opaque.add(new Unseen(key, value.module(), why.reason()));
      }
    }
    return opaque;
  }

  /** Whatever its own code leaves out, what the model returns is there; unless it hides others. */
  private static boolean isSeenAnyhow(ModulePlace place, String reason) {
    return place.path().isRoot() && !reason.equals(OpaquePlace.Cause.FROZEN.reason());
  }

  private boolean hasNotRun(ModulePlace place) {
    return place.opaque().isEmpty()
        && values.stream().noneMatch(value -> value.path().equals(place.path().toString()));
  }

  private List<Unseen> notRun() {
    return places.stream()
        .filter(place -> !place.path().isRoot())
        .filter(plan.selectors()::matches)
        .filter(this::hasNotRun)
        .map(place -> unseen(place))
        .toList();
  }

  private static Unseen unseen(ModulePlace place) {
    return new Unseen(
        place.path().toString(),
        place.type(),
        place.opaque().orElse("no code that ran in this pass called it"));
  }

  /** Of each selector that picks places, and gave no value at all. */
  private List<String> misses() {
    if (plan.selectors().isEverything()) {
      return List.of();
    }
    List<String> misses = new ArrayList<>();
    for (CaptureRequest request : plan.selectors().selectors()) {
      List<ModulePlace> picked = places.stream().filter(request.selector()::matches).toList();
      if (picked.stream().noneMatch(place -> seen.contains(place.path().toString()))) {
        misses.add(
            "Nothing was captured for \"%s\".%s"
                .formatted(
                    request.text(),
                    picked.stream()
                        .map(place -> "\n  " + unseen(place))
                        .collect(Collectors.joining())));
      }
    }
    return misses;
  }
}
