// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import dev.layertap.annotation.Capture;
import dev.layertap.annotation.DeclaredCapture;
import dev.layertap.annotation.DeclaredCapture.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Capture} annotation in what is compiled, or in a class that it extends.
 *
 * @param element what it stands on
 * @param mirror the annotation itself
 * @param name its value
 * @param take its take, and null if it says none
 * @param capture what it declares
 */
record Annotated(
    Element element,
    AnnotationMirror mirror,
    AnnotationValue name,
    @Nullable AnnotationValue take,
    DeclaredCapture capture) {

  /** The annotations on a class and on its fields and methods, in order. */
  static List<Annotated> of(TypeElement type, Elements elements) {
    List<Annotated> found = new ArrayList<>();
    of(type, type, elements).ifPresent(found::add);
    for (Element member : type.getEnclosedElements()) {
      if (!member.getKind().isClass() && !member.getKind().isInterface()) {
        of(member, type, elements).filter(one -> !isCopied(one, type, found)).ifPresent(found::add);
      }
    }
    return found;
  }

  /** Java copies what stands on a component of a record to its field, and to its accessor. */
  private static boolean isCopied(Annotated one, TypeElement type, List<Annotated> found) {
    return type.getKind() == ElementKind.RECORD
        && one.capture().kind() == Kind.METHOD
        && found.stream()
            .filter(other -> other.capture().kind() == Kind.FIELD)
            .anyMatch(
                other ->
                    other.capture().name().equals(one.capture().name())
                        && other.capture().member().equals(one.capture().member()));
  }

  /** Whether the annotation's own values are there; another processor may generate constants. */
  boolean isThere() {
    return isThere(name) && (take == null || isThere(take));
  }

  /** The text of a constant stands in quotes. */
  private static boolean isThere(AnnotationValue value) {
    return !value.toString().equals("<error>");
  }

  private static Optional<Annotated> of(Element element, TypeElement type, Elements elements) {
    for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
      TypeElement annotation = (TypeElement) mirror.getAnnotationType().asElement();
      if (annotation.getQualifiedName().contentEquals(Capture.class.getName())) {
        AnnotationValue name = value(mirror, "value");
        // Without a name, or with one that does not compile, the compiler has its own say.
        return name != null && name.getValue() instanceof String text
            ? Optional.of(of(element, type, mirror, name, text, elements))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static Annotated of(
      Element element,
      TypeElement type,
      AnnotationMirror mirror,
      AnnotationValue name,
      String text,
      Elements elements) {
    AnnotationValue take = value(mirror, "take");
    Kind kind = kind(element);
    return new Annotated(
        element,
        mirror,
        name,
        take,
        new DeclaredCapture(
            kind,
            elements.getBinaryName(type).toString(),
            kind == Kind.CLASS ? "" : element.getSimpleName().toString(),
            text,
            take != null && take.getValue() instanceof String words ? words : ""));
  }

  private static Kind kind(Element element) {
    if (element instanceof TypeElement) {
      return Kind.CLASS;
    }
    return element.getKind() == ElementKind.METHOD ? Kind.METHOD : Kind.FIELD;
  }

  private static @Nullable AnnotationValue value(AnnotationMirror mirror, String member) {
    for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> entry :
        mirror.getElementValues().entrySet()) {
      if (entry.getKey().getSimpleName().contentEquals(member)) {
        return entry.getValue();
      }
    }
    return null;
  }
}
