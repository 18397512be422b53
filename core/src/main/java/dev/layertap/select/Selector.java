// SPDX-License-Identifier: Apache-2.0
package dev.layertap.select;

import dev.layertap.annotation.DeclaredCapture;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Picks places of a model. Read from text by {@link SelectorParser}. */
public sealed interface Selector {
  /**
   * Returns whether this selector picks a place.
   *
   * @param place the block or module in question
   * @return true if it is picked
   */
  boolean matches(Place place);

  /** The places whose path follows a pattern, in PyTorch's spelling or in DJL's. */
  record ByPath(NamePattern pattern) implements Selector {
    @Override
    public boolean matches(Place place) {
      return pattern.matches(place.path().steps(), place.aliases());
    }
  }

  /** The places whose whole path, in PyTorch's spelling, matches a regular expression. */
  record ByRegex(Pattern pattern) implements Selector {
    @Override
    public boolean matches(Place place) {
      // Unescaped: whoever writes a regular expression escapes for that language only.
      return pattern.matcher(String.join(".", place.path().steps())).matches();
    }

    /** Patterns know no equality of their own, and equal captures shall be known as such. */
    @Override
    public boolean equals(Object other) {
      return other instanceof ByRegex regex
          && pattern.pattern().equals(regex.pattern.pattern())
          && pattern.flags() == regex.pattern.flags();
    }

    @Override
    public int hashCode() {
      return pattern.pattern().hashCode();
    }
  }

  /** The places of a type or a subtype. */
  record ByType(NamePattern pattern) implements Selector {
    @Override
    public boolean matches(Place place) {
      return place.typeNames().stream().anyMatch(name -> matchesDotted(pattern, name));
    }
  }

  /**
   * The places that an annotation names.
   *
   * @param where the one declaration that counts, if not all do
   */
  record ByAnnotation(NamePattern pattern, Optional<String> where) implements Selector {
    @Override
    public boolean matches(Place place) {
      return !names(place).isEmpty();
    }

    /** The names of the place that this selector picks it by. */
    List<String> names(Place place) {
      return place.annotations().values().stream()
          .filter(declared -> where.map(declared.where()::equals).orElse(true))
          .map(DeclaredCapture::name)
          .filter(name -> matchesDotted(pattern, name))
          .toList();
    }
  }

  /** The root. */
  record Root() implements Selector {
    @Override
    public boolean matches(Place place) {
      return place.path().isRoot();
    }
  }

  /** The places that both pick. */
  record And(Selector left, Selector right) implements Selector {
    @Override
    public boolean matches(Place place) {
      return left.matches(place) && right.matches(place);
    }
  }

  /** The places that at least one picks. */
  record Or(Selector left, Selector right) implements Selector {
    @Override
    public boolean matches(Place place) {
      return left.matches(place) || right.matches(place);
    }
  }

  /** The places that another does not pick. */
  record Not(Selector inner) implements Selector {
    @Override
    public boolean matches(Place place) {
      return !inner.matches(place);
    }
  }

  private static boolean matchesDotted(NamePattern pattern, String name) {
    List<String> steps = Arrays.asList(name.split("\\.", -1));
    List<Set<String>> oneSpelling = steps.stream().map(step -> Set.<String>of()).toList();
    return pattern.matches(steps, oneSpelling);
  }
}
