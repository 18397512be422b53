// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import dev.layertap.select.CaptureRequest;
import dev.layertap.select.Place;
import dev.layertap.select.SelectorParser;
import dev.layertap.text.NearestNames;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The selectors of a command: what any of them picks.
 *
 * @param selectors as they were given; none picks everything
 */
record SelectorList(List<CaptureRequest> selectors) {
  private static final String EVERYTHING = "**";

  static SelectorList parse(List<String> texts) {
    List<CaptureRequest> requests =
        texts.stream()
            .map(text -> SelectorParser.capture(text, Optional.empty(), "--select"))
            .toList();
    for (CaptureRequest request : requests) {
      if (request.name().isPresent()) {
        throw CommandFailure.wrongUse(
            "--select \"%s\" gives a name, and keys in a file are made of paths. Write --select \"%s\"."
                .formatted(request, request.text()));
      }
    }
    return new SelectorList(requests);
  }

  /** Whether all there is was asked for, so that nothing of it can be a miss. */
  boolean isEverything() {
    return selectors.isEmpty()
        || selectors.stream().anyMatch(request -> request.text().equals(EVERYTHING));
  }

  boolean matches(Place place) {
    return isEverything()
        || selectors.stream().anyMatch(request -> request.selector().matches(place));
  }

  /** Says which of the selectors pick nothing, if any does. */
  void requireMatches(String model, List<? extends Place> places) {
    if (isEverything()) {
      return;
    }
    List<String> paths = places.stream().map(place -> place.path().toString()).toList();
    String problems =
        selectors.stream()
            .filter(request -> places.stream().noneMatch(request.selector()::matches))
            .map(
                request ->
                    "Nothing in %s matches \"%s\".%s"
                        .formatted(
                            model, request.text(), NearestNames.didYouMean(request.text(), paths)))
            .collect(Collectors.joining("\n"));
    if (!problems.isEmpty()) {
      throw CommandFailure.miss(
          "%s\n\"layertap tree %s\" prints all paths.".formatted(problems, model));
    }
  }
}
