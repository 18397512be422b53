// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import java.util.Optional;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** Finds classes by the names that the JVM gives them. */
final class BinaryNames {
  private BinaryNames() {}

  /** The class of a name such as {@code com.example.Net$Head}; a sign of it may be the user's. */
  static Optional<TypeElement> find(String name, Elements elements) {
    int end = 0;
    while (end >= 0) {
      end = name.indexOf('$', end + 1);
      TypeElement outer = elements.getTypeElement(end < 0 ? name : name.substring(0, end));
      Optional<TypeElement> found =
          outer == null ? Optional.empty() : within(outer, name, elements);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<TypeElement> within(TypeElement type, String name, Elements elements) {
    if (elements.getBinaryName(type).contentEquals(name)) {
      return Optional.of(type);
    }
    return ElementFilter.typesIn(type.getEnclosedElements()).stream()
        .flatMap(inner -> within(inner, name, elements).stream())
        .findFirst();
  }
}
