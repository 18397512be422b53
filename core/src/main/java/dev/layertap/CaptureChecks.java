// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import static java.util.Objects.requireNonNull;

import dev.layertap.model.BlockTree;
import dev.layertap.select.CaptureRequest;
import dev.layertap.select.Place;
import dev.layertap.select.Selector;
import dev.layertap.text.NearestNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Sees to it that a capture never fails in silence. */
final class CaptureChecks {
  private CaptureChecks() {}

  /** Refuses two declarations of one name that show before any model is known. */
  static void namesAreDeclaredOnce(List<CaptureRequest> requests) {
    Map<String, CaptureRequest> declared = new LinkedHashMap<>();
    for (CaptureRequest request : requests) {
      CaptureRequest other = declared.put(request.name().orElse(request.text()), request);
      if (other != null) {
        throw declaredTwice(
            request.name().orElse(request.text()), declaration(other), declaration(request));
      }
    }
  }

  /** Refuses a selector that matches nothing, and two declarations that give one name. */
  static void everyRequestMatches(List<CaptureRequest> requests, Collection<BlockTree> trees) {
    List<Place> places = trees.stream().flatMap(tree -> tree.places().stream()).toList();
    List<String> problems =
        requests.stream()
            .filter(request -> !request.isImplicit() || requests.size() == 1)
            .filter(request -> places.stream().noneMatch(request.selector()::matches))
            .map(request -> nothingMatches(request, trees, places))
            .toList();
    if (!problems.isEmpty()) {
      throw new LayertapException(
          String.join("\n", problems)
              + opaquePlaces(places)
              + "\nLayertap.tree(model) prints all paths.");
    }
    Map<String, String> declared = new LinkedHashMap<>();
    for (CaptureRequest request : requests) {
      for (Place place : places) {
        if (request.selector().matches(place)) {
          for (CaptureRequest.Named named : request.capturesAt(place)) {
            String name = named.name();
            String declaration = declaration(request, place, name);
            String other = declared.putIfAbsent(name, declaration);
            if (other != null && !other.equals(declaration)) {
              throw declaredTwice(name, other, declaration);
            }
          }
        }
      }
    }
  }

  private static LayertapException declaredTwice(String name, String first, String second) {
    return new LayertapException(
        "The name \"%s\" is declared twice: by %s and by %s. Give one of them another name."
            .formatted(name, first, second));
  }

  private static String declaration(CaptureRequest request) {
    return "\"" + request + "\" in " + request.origin();
  }

  /** What gave the place its name; any number of unnamed selectors may pick one path. */
  private static String declaration(CaptureRequest request, Place place, String name) {
    if (request.name().isPresent()) {
      return declaration(request);
    }
    return request.selector() instanceof Selector.ByAnnotation
        ? "@Capture on " + requireNonNull(place.annotations().get(name)).where()
        : "the path itself";
  }

  /** Why a request that matches no place does not. */
  static String nothingMatches(CaptureRequest request, Collection<BlockTree> trees) {
    return nothingMatches(
        request, trees, trees.stream().flatMap(tree -> tree.places().stream()).toList());
  }

  private static String nothingMatches(
      CaptureRequest request, Collection<BlockTree> trees, List<Place> places) {
    String models =
        trees.stream().map(tree -> tree.root().type()).distinct().collect(Collectors.joining(", "));
    if (request.isImplicit()) {
      return "Nothing is captured: no block of %s carries @Capture, and no capture is configured."
          .formatted(models);
    }
    List<String> known = new ArrayList<>();
    for (Place place : places) {
      known.add(place.path().toString());
      place.annotations().keySet().forEach(name -> known.add("@" + name));
    }
    return "Nothing in %s matches \"%s\" (%s).%s"
        .formatted(
            models,
            request.text(),
            request.origin(),
            NearestNames.didYouMean(request.text(), known));
  }

  private static String opaquePlaces(List<Place> places) {
    return places.stream()
        .filter(place -> place.opaque().isPresent())
        .map(place -> "\nOpaque: %s, %s.".formatted(place, place.opaque().orElseThrow()))
        .collect(Collectors.joining());
  }
}
