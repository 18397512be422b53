// SPDX-License-Identifier: Apache-2.0
package dev.layertap.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the activations of a block, so that a scope captures them.
 *
 * <p>It stands in one of three places:
 *
 * <ul>
 *   <li>on a class that implements {@code ai.djl.nn.Block}: every block of that class or of a
 *       subclass is captured, wherever it stands;
 *   <li>on a field of a block that holds one of its children: that child is captured; or several,
 *       in a field that is declared as an array, collection or map of blocks;
 *   <li>on a block's {@code forwardInternal} method: the same as on the class, for blocks that run
 *       exactly that method.
 * </ul>
 *
 * <pre>{@code
 * final class BasicBlock extends AbstractBlock {
 *   @Capture("comp")
 *   private final Block downsample;
 * }
 * }</pre>
 *
 * {@code Layertap.open()} takes all annotated places; the selector {@code @comp} picks this one, as
 * does the key {@code BasicBlockCaptures.COMP} that Layertap's annotation processor generates.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD, ElementType.METHOD})
public @interface Capture {
  /**
   * Returns the name under which the activations are read.
   *
   * @return the name, as {@code scope.get(name)} takes it
   */
  String value();

  /**
   * Returns what to take of the calls, and how to keep it.
   *
   * @return the written form of a {@link dev.layertap.take.Take}, such as {@code "input last
   *     mean(2, 3)"}; nothing for safe copies of all outputs
   */
  String take() default "";
}
