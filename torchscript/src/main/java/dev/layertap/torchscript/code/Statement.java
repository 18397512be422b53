// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.code;

import java.util.List;
import java.util.Optional;

/** A statement of a function's body. */
public sealed interface Statement {
  /**
   * Returns where it begins.
   *
   * @return the offset of its first character, after the indentation
   */
  int start();

  /**
   * {@code target : annotation = value}, also with several targets.
   *
   * @param target what is assigned to
   * @param annotation its type, if one is written
   * @param value what is assigned
   * @param start where it begins
   */
  record Assignment(Expression target, Optional<TypeName> annotation, Expression value, int start)
      implements Statement {}

  /**
   * An expression alone, or one of {@code assert}, {@code raise} and {@code del} with its operands.
   *
   * @param value the expression
   * @param start where it begins
   */
  record Evaluation(Expression value, int start) implements Statement {}

  /**
   * {@code return value}.
   *
   * @param value the value, if there is one
   * @param start where it begins
   * @param end where the value ends
   */
  record Return(Optional<Expression> value, int start, int end) implements Statement {}

  /**
   * {@code if}, {@code for}, {@code while} or {@code with}: what they evaluate first, and their
   * blocks.
   *
   * @param heads what stands in the heads
   * @param target a {@code for}'s variable
   * @param blocks the blocks, such as that of {@code else}
   * @param start where it begins
   */
  record Compound(
      List<Expression> heads, Optional<Expression> target, List<List<Statement>> blocks, int start)
      implements Statement {}

  /**
   * A function within a function.
   *
   * @param function the function
   * @param start where it begins
   */
  record Closure(FunctionCode function, int start) implements Statement {}

  /**
   * {@code pass}, {@code break}, {@code continue}.
   *
   * @param start where it begins
   */
  record Nothing(int start) implements Statement {}
}
