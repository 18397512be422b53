// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import java.util.List;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.WildcardType;

/** Whether all is there that a class is judged by: another processor may generate the rest. */
final class ResolvedTypes {
  private ResolvedTypes() {}

  static boolean areThereFor(TypeElement type, List<Annotated> captures) {
    return supertypesAreThere(type)
        && captures.stream().allMatch(capture -> isThere(capture.element().asType()));
  }

  private static boolean supertypesAreThere(TypeElement type) {
    return isThere(type.getSuperclass())
        && type.getInterfaces().stream().allMatch(ResolvedTypes::isThere);
  }

  private static boolean isThere(TypeMirror type) {
    if (type.getKind() == TypeKind.ERROR) {
      return false;
    }
    if (type instanceof ArrayType array) {
      return isThere(array.getComponentType());
    }
    if (type instanceof WildcardType wildcard) {
      return wildcard.getExtendsBound() == null || isThere(wildcard.getExtendsBound());
    }
    if (type instanceof ExecutableType method) {
      return method.getParameterTypes().stream().allMatch(ResolvedTypes::isThere);
    }
    return !(type instanceof DeclaredType declared)
        || (declared.getTypeArguments().stream().allMatch(ResolvedTypes::isThere)
            && supertypesAreThere((TypeElement) declared.asElement()));
  }
}
