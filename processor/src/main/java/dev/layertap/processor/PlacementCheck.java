// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;

/** Refuses annotations that stand where no running block is named by them. */
final class PlacementCheck {
  private static final String PLACES =
      " Put it on a block's class, on a field of a block that holds its child, or on a block's"
          + " forwardInternal.";

  private final DjlTypes djl;
  private final Reporter reporter;

  PlacementCheck(DjlTypes djl, Reporter reporter) {
    this.djl = djl;
    this.reporter = reporter;
  }

  /** Whether it stands where it names something; if not, that was said. */
  boolean passes(Annotated annotated, TypeElement type) {
    return switch (annotated.capture().kind()) {
      case CLASS -> classPasses(annotated, type);
      case FIELD -> fieldPasses(annotated, type);
      case METHOD -> methodPasses(annotated, (ExecutableElement) annotated.element(), type);
    };
  }

  private boolean classPasses(Annotated annotated, TypeElement type) {
    if (!djl.isBlock(type.asType())) {
      return fails(
          Problem.NOT_A_BLOCK,
          annotated,
          "%s is not an ai.djl.nn.Block, so nothing of it runs in a model.".formatted(type)
              + PLACES);
    }
    if (type.getKind().isInterface()) {
      return fails(
          Problem.ON_INTERFACE,
          annotated,
          "%s is an interface, and Java hands annotations of interfaces down to nobody. Put it on"
                  .formatted(type)
              + " the classes that implement it.");
    }
    return true;
  }

  private boolean fieldPasses(Annotated annotated, TypeElement owner) {
    String field = annotated.element().getSimpleName().toString();
    TypeMirror type = annotated.element().asType();
    if (annotated.element().getModifiers().contains(Modifier.STATIC)) {
      return fails(
          Problem.ON_STATIC,
          annotated,
          "%s is static, and belongs to no block in particular.".formatted(field)
              + " Annotate a field of the block that has it for a child.");
    }
    if (type.getKind().isPrimitive()) {
      return fails(
          Problem.ON_PRIMITIVE,
          annotated,
          "%s is a primitive %s; only what blocks take and return can be captured."
                  .formatted(field, type)
              + PLACES);
    }
    if (!djl.isBlock(type) && djl.isCollection(type) && !djl.isCollectionOfBlocks(type)) {
      return fails(
          Problem.ON_COLLECTION,
          annotated,
          "%s is declared as %s, which does not say that blocks are in it.".formatted(field, type)
              + " Declare it as Block[], List<Block> or Map<String, Block>, or of a type of blocks.");
    }
    if (!djl.isBlock(type) && !djl.isCollectionOfBlocks(type)) {
      return fails(
          Problem.NOT_A_BLOCK,
          annotated,
          "%s is declared as %s, which is not an ai.djl.nn.Block. Declare it as one.%s"
              .formatted(field, type, PLACES));
    }
    if (!djl.isBlock(owner.asType()) || owner.getKind() == ElementKind.INTERFACE) {
      return fails(
          Problem.OUTSIDE_BLOCK,
          annotated,
          "%s is not an ai.djl.nn.Block, so its field %s holds no child of a model.%s"
              .formatted(owner, field, PLACES));
    }
    return true;
  }

  private boolean methodPasses(Annotated annotated, ExecutableElement method, TypeElement owner) {
    if (!djl.isBlock(owner.asType())) {
      return fails(
          Problem.OUTSIDE_BLOCK,
          annotated,
          "%s is not an ai.djl.nn.Block, so its method %s runs in no model.%s"
              .formatted(owner, method.getSimpleName(), PLACES));
    }
    if (method.getSimpleName().contentEquals("forward")) {
      return fails(
          Problem.ON_FORWARD,
          annotated,
          "forward is not what a block overrides: DJL's own, in AbstractBaseBlock, is final. Put it"
              + " on forwardInternal, which that one calls.");
    }
    if (!method.getSimpleName().contentEquals("forwardInternal")
        || !djl.hasForwardInternalsParameters(method)) {
      return fails(
          Problem.ON_METHOD,
          annotated,
          "%s is not what DJL calls when the block runs. Put it on".formatted(method)
              + " forwardInternal(ParameterStore, NDList, boolean, PairList), or the one with"
              + " NDList labels for its third parameter.");
    }
    if (owner.getKind().isInterface()) {
      return fails(
          Problem.ON_INTERFACE,
          annotated,
          "%s is an interface, and what DJL runs is the forwardInternal of a class. Put it on the"
                  .formatted(owner)
              + " classes that implement it.");
    }
    if (method.getModifiers().contains(Modifier.ABSTRACT)) {
      return fails(
          Problem.ON_ABSTRACT_METHOD,
          annotated,
          "this forwardInternal is abstract, and never what runs. Put it on the class, which holds"
              + " for its subclasses too.");
    }
    return true;
  }

  private boolean fails(Problem problem, Annotated annotated, String message) {
    reporter.say(problem, annotated, "@Capture cannot stand here: " + message);
    return false;
  }
}
