// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.WildcardType;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** What is a block, among the types of a compilation. DJL is known by name only. */
final class DjlTypes {
  private static final String BLOCK = "ai.djl.nn.Block";
  private static final List<List<String>> FORWARD_INTERNAL =
      List.of(forwardInternal("boolean"), forwardInternal("ai.djl.ndarray.NDList"));

  private final Elements elements;
  private final Types types;

  DjlTypes(Elements elements, Types types) {
    this.elements = elements;
    this.types = types;
  }

  private static List<String> forwardInternal(String third) {
    return List.of(
        "ai.djl.training.ParameterStore", "ai.djl.ndarray.NDList", third, "ai.djl.util.PairList");
  }

  boolean isBlock(TypeMirror type) {
    TypeElement block = elements.getTypeElement(BLOCK);
    return block != null
        && !type.getKind().isPrimitive()
        && types.isAssignable(type, block.asType());
  }

  /** Whether it is an array, a collection or a map, of whatever. */
  boolean isCollection(TypeMirror type) {
    return type.getKind() == TypeKind.ARRAY || isA(type, Collection.class) || isA(type, Map.class);
  }

  /** Whether it is declared as one of blocks, by the rule that core reads fields by. */
  boolean isCollectionOfBlocks(TypeMirror type) {
    if (type instanceof ArrayType array) {
      return isBlock(array.getComponentType());
    }
    if (!isCollection(type) || !(type instanceof DeclaredType declared)) {
      return false;
    }
    List<? extends TypeMirror> arguments = declared.getTypeArguments();
    return !arguments.isEmpty() && isBlock(bound(arguments.get(arguments.size() - 1)));
  }

  private TypeMirror bound(TypeMirror argument) {
    if (argument instanceof WildcardType wildcard) {
      TypeMirror bound = wildcard.getExtendsBound();
      return bound == null ? elements.getTypeElement("java.lang.Object").asType() : bound;
    }
    return argument;
  }

  private boolean isA(TypeMirror type, Class<?> known) {
    TypeElement element = elements.getTypeElement(known.getName());
    return types.isAssignable(types.erasure(type), types.erasure(element.asType()));
  }

  /** Whether a method of this name has the parameters of one of DJL's two. */
  boolean hasForwardInternalsParameters(ExecutableElement method) {
    List<String> parameters =
        method.getParameters().stream()
            .map(VariableElement::asType)
            .map(types::erasure)
            .map(TypeMirror::toString)
            .toList();
    return FORWARD_INTERNAL.contains(parameters);
  }
}
