// SPDX-License-Identifier: Apache-2.0
package dev.layertap.select;

import static java.util.Objects.requireNonNull;

import dev.layertap.annotation.CaptureKey;
import dev.layertap.take.Take;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A capture as it was asked for: a selector, and the name its activations are read by.
 *
 * @param name the name; empty if each match goes by its own path or annotation
 * @param text the selector as it was written, for messages
 * @param selector what picks the places
 * @param take what to take of the calls there; if it does not say, what an annotation says that it
 *     picks, else the outputs
 * @param origin where it was asked for, for messages: {@code open(...)}, a configuration file
 */
public record CaptureRequest(
    Optional<String> name, String text, Selector selector, Optional<Take> take, String origin) {
  /** Takes whatever an annotation names, under that name. */
  public static final CaptureRequest ANNOTATED =
      SelectorParser.capture("@**", Optional.empty(), "@Capture annotations");

  /**
   * Makes the request for what one annotation names, whatever else may give the same name.
   *
   * @param key the name, and where it is declared
   * @param take what to take of the calls there; if it does not say, what the annotation says
   * @return the request
   * @throws SelectorSyntaxException if no selector can pick the name
   */
  public static CaptureRequest of(CaptureKey key, Optional<Take> take) {
    String text = key.toString();
    return new CaptureRequest(
        Optional.empty(),
        text,
        new Selector.ByAnnotation(
            NamePattern.parse(text, 1, text.length()), Optional.of(key.where())),
        take,
        key.where());
  }

  /**
   * Returns whether this is the request that nobody wrote: it may match nothing.
   *
   * @return true for {@link #ANNOTATED}
   */
  public boolean isImplicit() {
    // Not by equals: JDK 17 keeps the record that was first compared last, and its loader, and this
    // is asked on a thread of our own, when a web app may be gone.
    return text.equals(ANNOTATED.text) && origin.equals(ANNOTATED.origin);
  }

  /**
   * What a request captures at a place, under one name.
   *
   * @param name what the activations are read by
   * @param take what to take of the calls
   */
  public record Named(String name, Take take) {}

  /**
   * Returns what is captured at a place.
   *
   * @param place one of the places that the selector picks
   * @return a capture by the request's name; without one, by what annotations say for a selector
   *     {@code @name}, else by the place's path, which is {@code "."} for a root
   * @throws dev.layertap.take.TakeSyntaxException if an annotation's {@code take} is no such text
   */
  public List<Named> capturesAt(Place place) {
    if (selector instanceof Selector.ByAnnotation annotation) {
      List<String> picked = annotation.names(place);
      return name.map(List::of).orElse(picked).stream()
          .map(
              given ->
                  new Named(
                      given,
                      take.orElseGet(
                          () -> declared(place, name.isPresent() ? picked.get(0) : given))))
          .toList();
    }
    return List.of(
        new Named(
            name.orElse(place.path().isRoot() ? "." : place.path().toString()),
            take.orElse(Take.outputs())));
  }

  private static Take declared(Place place, String annotation) {
    return Take.parse(requireNonNull(place.annotations().get(annotation)).take());
  }

  /**
   * The selector is not asked, because it follows from the text; and of what is asked little needs
   * to be read: scopes look up by their requests what was worked out for earlier ones.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    if (other == this) {
      return true;
    }
    return other instanceof CaptureRequest request
        && text.equals(request.text)
        && origin.equals(request.origin)
        && name.equals(request.name)
        && take.equals(request.take);
  }

  @Override
  public int hashCode() {
    return 31 * text.hashCode() + origin.hashCode();
  }

  /** Returns the request in the grammar's own spelling. */
  @Override
  public String toString() {
    return name.map(given -> given + "=" + text).orElse(text);
  }
}
