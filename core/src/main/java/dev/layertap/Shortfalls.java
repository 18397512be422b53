// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import dev.layertap.select.CaptureRequest;
import dev.layertap.select.Place;
import dev.layertap.take.TakeSyntaxException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a scope was asked for and did not see. */
final class Shortfalls {
  private Shortfalls() {}

  /** The selectors that match nothing in the models that ran. */
  static List<String> unmatched(Recorder recorder) {
    return recorder.requests().stream()
        .filter(request -> !request.isImplicit() && recorder.placesOf(request).isEmpty())
        .map("nothing matches \"%s\""::formatted)
        .toList();
  }

  /** The captures of which no place ran, in a pass that they wanted. */
  static List<String> notRun(Recorder recorder) {
    Set<String> ran =
        recorder.activations().stream().map(Activation::path).collect(Collectors.toSet());
    return recorder.requests().stream().flatMap(one -> notRun(recorder, one, ran)).toList();
  }

  private static Stream<String> notRun(Recorder recorder, CaptureRequest request, Set<String> ran) {
    List<Place> places = recorder.placesOf(request);
    if (places.stream().anyMatch(place -> ran.contains(place.path().toString()))) {
      return Stream.empty();
    }
    return places.stream()
        .filter(place -> wasDue(recorder, request, place))
        .map(place -> "\"%s\" did not run: %s".formatted(request, place));
  }

  private static boolean wasDue(Recorder recorder, CaptureRequest request, Place place) {
    try {
      return request.capturesAt(place).stream().anyMatch(named -> recorder.wasDue(named.take()));
    } catch (TakeSyntaxException e) {
      return true; // an annotation's, which is among the recorder's errors too
    }
  }
}
