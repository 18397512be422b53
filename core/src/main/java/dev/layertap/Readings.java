// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import dev.layertap.path.ModelPath;
import dev.layertap.select.CaptureRequest;
import dev.layertap.select.Place;
import dev.layertap.select.SelectorParser;
import dev.layertap.select.SelectorSyntaxException;
import dev.layertap.take.Side;
import dev.layertap.text.NearestNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds what a reader of a scope asks for, or says why it is not there. */
final class Readings {
  private final Recorder recorder;
  private final FollowedThreads threads;

  /**
   * Makes the readings of a scope.
   *
   * @param recorder what the scope has seen
   * @param threads which threads it followed, for messages
   */
  Readings(Recorder recorder, FollowedThreads threads) {
    this.recorder = recorder;
    this.threads = threads;
  }

  List<Activation> all() {
    Optional<String> overBudget = recorder.overBudget();
    if (overBudget.isPresent()) {
      throw new LayertapException(overBudget.get());
    }
    if (recorder.passCount() == 0) {
      throw new LayertapException(noPass());
    }
    recorder.checkRequests();
    return recorder.activations();
  }

  void requireComplete() {
    Object unused = all();
    List<String> problems = new ArrayList<>(Shortfalls.notRun(recorder));
    recorder.errors().forEach(error -> problems.add("failed " + error));
    if (!problems.isEmpty()) {
      throw new LayertapException(
          "The captures are not complete: %s.".formatted(String.join(", ", problems)));
    }
  }

  /** Why each capture that has no activation has none. */
  List<String> unfired() {
    if (recorder.passCount() == 0) {
      return List.of(noPass());
    }
    if (recorder.overBudget().isPresent()) {
      return List.of(recorder.overBudget().get());
    }
    Set<Place> captured =
        recorder.activations().stream().map(Activation::place).collect(Collectors.toSet());
    List<CaptureRequest> requests = recorder.requests();
    return requests.stream()
        .filter(request -> !request.isImplicit() || requests.size() == 1)
        .filter(request -> recorder.placesOf(request).stream().noneMatch(captured::contains))
        .map(this::whyUnfired)
        .toList();
  }

  private String whyUnfired(CaptureRequest request) {
    return recorder.placesOf(request).isEmpty()
        ? CaptureChecks.nothingMatches(request, recorder.trees())
        : didNotRun(request);
  }

  private String noPass() {
    return "No forward pass ran in this scope. It follows %s from then on%s.%s"
        .formatted(
            threads.described(),
            recorder.boundTo(),
            recorder.errors().isEmpty() ? "" : " This may be why: " + recorder.errors().get(0));
  }

  List<Activation> all(String name) {
    List<Activation> everything = all();
    List<Activation> found = everything.stream().filter(one -> one.name().equals(name)).toList();
    if (found.isEmpty()) {
      Set<ModelPath> paths = pathsSpelled(name);
      found = everything.stream().filter(one -> paths.contains(one.modelPath())).toList();
    }
    if (found.isEmpty()) {
      throw new LayertapException(whyNothing(name, everything));
    }
    return found;
  }

  List<Activation> all(String name, Side side) {
    List<Activation> found = all(name);
    List<Activation> there = found.stream().filter(one -> one.side() == side).toList();
    if (there.isEmpty()) {
      throw new LayertapException(
          "\"%s\" has no %s activations; its capture takes what is %s:%n%s"
              .formatted(
                  name,
                  side.toString().toLowerCase(Locale.ROOT),
                  side == Side.INPUT
                      ? "returned, unless it asks for Take.inputs() or Take.both()"
                      : "given",
                  lines(found)));
    }
    return there;
  }

  static Map<String, List<Activation>> byName(List<Activation> activations) {
    return activations.stream()
        .collect(Collectors.groupingBy(Activation::name, LinkedHashMap::new, Collectors.toList()));
  }

  static Activation only(String name, List<Activation> found) {
    if (found.size() > 1) {
      throw new LayertapException(
          "\"%s\" has %d activations, not one; read them with all(\"%s\"):%n%s"
              .formatted(name, found.size(), name, lines(found)));
    }
    return found.get(0);
  }

  /** The paths that a text names exactly, in PyTorch's spelling or in DJL's. */
  private Set<ModelPath> pathsSpelled(String name) {
    try {
      var selector = SelectorParser.selector(name);
      return recorder.places().stream()
          .filter(selector::matches)
          .map(Place::path)
          .collect(Collectors.toSet());
    } catch (SelectorSyntaxException e) {
      return Set.of();
    }
  }

  private String whyNothing(String name, List<Activation> everything) {
    for (CaptureRequest request : recorder.requests()) {
      if (request.name().orElse(request.text()).equals(name)) {
        if (!recorder.errors().isEmpty()) {
          return "\"%s\" was not captured, and this may be why: %s."
              .formatted(name, recorder.errors().get(0));
        }
        return didNotRun(request);
      }
    }
    Optional<String> annotated = AnnotatedCaptures.whyNothing(name, recorder);
    if (annotated.isPresent()) {
      return annotated.get();
    }
    List<String> names = everything.stream().map(Activation::name).distinct().toList();
    return "Nothing was captured as \"%s\".%s Captured: %s."
        .formatted(name, NearestNames.didYouMean(name, names), String.join(", ", names));
  }

  static String notCalled(Recorder recorder) {
    return recorder.passCount() == 1
        ? "this was not called in the scope's one pass"
        : "this was not called in any of the scope's %d passes".formatted(recorder.passCount());
  }

  private String didNotRun(CaptureRequest request) {
    return "\"%s\" did not run: it matches %s, but %s."
        .formatted(
            request.name().orElse(request.text()),
            recorder.placesOf(request).stream()
                .map(Readings::described)
                .collect(Collectors.joining(", ")),
            notCalled(recorder));
  }

  static String described(Place place) {
    return place.opaque().map(reason -> place + ", opaque: " + reason).orElse(place.toString());
  }

  private static String lines(List<Activation> activations) {
    return activations.stream().map(one -> "  " + one).collect(Collectors.joining("\n"));
  }
}
