// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import java.util.Arrays;
import java.util.Set;
import javax.annotation.processing.Messager;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.tools.Diagnostic;

/** Says through the compiler what is wrong, on the annotation and what it stands on. */
final class Reporter {
  /** Silence every warning of ours; the second those of all tools. */
  private static final Set<String> ALL = Set.of("layertap", "all");

  private final Messager messager;

  Reporter(Messager messager) {
    this.messager = messager;
  }

  void say(Problem problem, Annotated at, String message) {
    if (!isSuppressed(problem, at.element())) {
      messager.printMessage(problem.kind(), problem.said(message), at.element(), at.mirror());
    }
  }

  /** Says it on one value of the annotation. */
  void say(Problem problem, Annotated at, AnnotationValue value, String message) {
    messager.printMessage(problem.kind(), problem.said(message), at.element(), at.mirror(), value);
  }

  /** Says it of the compilation as a whole. */
  void say(Problem problem, String message) {
    messager.printMessage(problem.kind(), problem.said(message));
  }

  private static boolean isSuppressed(Problem problem, Element element) {
    if (problem.kind() != Diagnostic.Kind.WARNING) {
      return false;
    }
    for (Element at = element; at != null; at = at.getEnclosingElement()) {
      SuppressWarnings suppressed = at.getAnnotation(SuppressWarnings.class);
      if (suppressed != null
          && Arrays.stream(suppressed.value())
              .anyMatch(word -> ALL.contains(word) || word.equals(problem.id()))) {
        return true;
      }
    }
    return false;
  }
}
