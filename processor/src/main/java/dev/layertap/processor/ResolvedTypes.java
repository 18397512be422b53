// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.IntersectionType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.type.WildcardType;

/** Whether all is there that a class is judged by: another processor may generate the rest. */
final class ResolvedTypes {
  /** Types refer to themselves, as {@code String} to {@code Comparable<String>}. */
  private final Set<Element> seen = new HashSet<>();

  private ResolvedTypes() {}

  static boolean areThereFor(TypeElement type, List<Annotated> captures) {
    ResolvedTypes types = new ResolvedTypes();
    return types.supertypesAreThere(type)
        && captures.stream()
            .allMatch(capture -> capture.isThere() && types.isThere(capture.element().asType()));
  }

  private boolean supertypesAreThere(TypeElement type) {
    return !seen.add(type)
        || (isThere(type.getSuperclass()) && type.getInterfaces().stream().allMatch(this::isThere));
  }

  private boolean isThere(TypeMirror type) {
    if (type.getKind() == TypeKind.ERROR) {
      return false;
    }
    if (type instanceof ArrayType array) {
      return isThere(array.getComponentType());
    }
    if (type instanceof TypeVariable variable) {
      return !seen.add(variable.asElement()) || isThere(variable.getUpperBound());
    }
    if (type instanceof IntersectionType several) {
      return several.getBounds().stream().allMatch(this::isThere);
    }
    if (type instanceof WildcardType wildcard) {
      return wildcard.getExtendsBound() == null || isThere(wildcard.getExtendsBound());
    }
    if (type instanceof ExecutableType method) {
      return method.getParameterTypes().stream().allMatch(this::isThere);
    }
    return !(type instanceof DeclaredType declared)
        || (declared.getTypeArguments().stream().allMatch(this::isThere)
            && supertypesAreThere((TypeElement) declared.asElement()));
  }
}
