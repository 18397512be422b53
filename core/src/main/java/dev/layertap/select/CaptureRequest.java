// SPDX-License-Identifier: Apache-2.0
package dev.layertap.select;

import dev.layertap.take.Take;
import java.util.List;
import java.util.Optional;

/**
 * A capture as it was asked for: a selector, and the name its activations are read by.
 *
 * @param name the name; empty if each match goes by its own path or annotation
 * @param text the selector as it was written, for messages
 * @param selector what picks the places
 * @param take what to take of the calls there
 * @param origin where it was asked for, for messages: {@code open(...)}, a configuration file
 */
public record CaptureRequest(
    Optional<String> name, String text, Selector selector, Take take, String origin) {
  /** Takes whatever an annotation names, under that name. */
  public static final CaptureRequest ANNOTATED =
      SelectorParser.capture("@**", Take.outputs(), "@Capture annotations");

  /**
   * Returns whether this is the request that nobody wrote: it may match nothing.
   *
   * @return true for {@link #ANNOTATED}
   */
  public boolean isImplicit() {
    return equals(ANNOTATED);
  }

  /**
   * Returns the names that an activation of a place goes by.
   *
   * @param place one of the places that the selector picks
   * @return the request's name; without one, what the annotation says for a selector {@code @name},
   *     else the place's path, which is {@code "."} for a root
   */
  public List<String> namesOf(Place place) {
    if (name.isPresent()) {
      return List.of(name.get());
    }
    if (selector instanceof Selector.ByAnnotation annotation) {
      return annotation.names(place);
    }
    return List.of(place.path().isRoot() ? "." : place.path().toString());
  }

  /** Returns the request in the grammar's own spelling. */
  @Override
  public String toString() {
    return name.map(given -> given + "=" + text).orElse(text);
  }
}
