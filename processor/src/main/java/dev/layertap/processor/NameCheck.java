// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import dev.layertap.annotation.DeclaredCapture;
import dev.layertap.select.CaptureName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.util.Elements;

/** Refuses names that nobody could ask for, and those that a class already gives to another. */
final class NameCheck {
  private final Elements elements;
  private final Reporter reporter;
  private final Map<String, DeclaredCapture> taken = new HashMap<>();

  /** Begins with the names that a class inherits. */
  NameCheck(TypeElement type, Elements elements, Reporter reporter) {
    this.elements = elements;
    this.reporter = reporter;
    TypeElement above = type;
    while (above.getSuperclass() instanceof DeclaredType declared) {
      above = (TypeElement) declared.asElement();
      for (Annotated inherited : Annotated.of(above, this.elements)) {
        taken.putIfAbsent(inherited.capture().name(), inherited.capture());
      }
    }
  }

  /** Whether the name can be used; if not, that was said. */
  boolean passes(Annotated annotated) {
    String name = annotated.capture().name();
    Optional<String> problem = CaptureName.problem(name);
    if (problem.isPresent()) {
      reporter.say(
          name.isEmpty() ? Problem.EMPTY_NAME : Problem.MALFORMED_NAME,
          annotated,
          annotated.name(),
          "\"%s\" cannot be the name of a capture: %s. Give it a name such as \"layer3.out\"."
              .formatted(name, problem.get()));
      return false;
    }
    DeclaredCapture other = taken.putIfAbsent(name, annotated.capture());
    if (other != null) {
      reporter.say(
          Problem.NAME_TWICE,
          annotated,
          annotated.name(),
          "The name \"%s\" is declared twice: here and by @Capture on %s. Give one of them another"
                  .formatted(name, other.where())
              + " name.");
      return false;
    }
    return true;
  }
}
