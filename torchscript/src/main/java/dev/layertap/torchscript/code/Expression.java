// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.code;

import java.util.List;

/** An expression, with its place in the source: {@code start} inclusive, {@code end} exclusive. */
public sealed interface Expression {
  /**
   * Returns where it begins.
   *
   * @return the offset of its first character
   */
  int start();

  /**
   * Returns where it ends.
   *
   * @return the offset after its last character
   */
  int end();

  /**
   * A name.
   *
   * @param name the name
   * @param start where it begins
   * @param end where it ends
   */
  record Name(String name, int start, int end) implements Expression {}

  /**
   * {@code base.name}.
   *
   * @param base what stands before the dot
   * @param name what stands after it
   * @param nameStart where the name begins
   * @param start where it begins
   * @param end where it ends
   */
  record Attribute(Expression base, String name, int nameStart, int start, int end)
      implements Expression {}

  /**
   * {@code function(arguments)}.
   *
   * @param function what is called
   * @param arguments with what; the values of named arguments too
   * @param open the offset after the opening parenthesis
   * @param start where it begins
   * @param end where it ends
   */
  record Call(Expression function, List<Expression> arguments, int open, int start, int end)
      implements Expression {}

  /**
   * {@code base[index]}.
   *
   * @param base what is indexed
   * @param index the index, a tuple for several
   * @param start where it begins
   * @param end where it ends
   */
  record Subscript(Expression base, Expression index, int start, int end) implements Expression {}

  /**
   * {@code (a, b)}, or without parentheses.
   *
   * @param items the elements
   * @param start where it begins
   * @param end where it ends
   */
  record TupleOf(List<Expression> items, int start, int end) implements Expression {}

  /**
   * {@code [a, b]}.
   *
   * @param items the elements
   * @param start where it begins
   * @param end where it ends
   */
  record ListOf(List<Expression> items, int start, int end) implements Expression {}

  /**
   * {@code {k: v}}.
   *
   * @param items keys and values in turn
   * @param start where it begins
   * @param end where it ends
   */
  record DictOf(List<Expression> items, int start, int end) implements Expression {}

  /**
   * A string.
   *
   * @param value its value, one character for each byte
   * @param start where it begins
   * @param end where it ends
   */
  record Text(String value, int start, int end) implements Expression {}

  /**
   * A number.
   *
   * @param text as it is written
   * @param start where it begins
   * @param end where it ends
   */
  record Numeral(String text, int start, int end) implements Expression {}

  /**
   * {@code yes if condition else no}.
   *
   * @param yes the value when the condition holds
   * @param condition the condition
   * @param no the value otherwise
   * @param start where it begins
   * @param end where it ends
   */
  record Conditional(Expression yes, Expression condition, Expression no, int start, int end)
      implements Expression {}

  /**
   * Operators, slices, and whatever else never gives a module.
   *
   * @param operands its parts, in order
   * @param start where it begins
   * @param end where it ends
   */
  record Operation(List<Expression> operands, int start, int end) implements Expression {}

  /**
   * Returns the parts of an expression, in the order in which they are evaluated.
   *
   * @return the direct parts
   */
  default List<Expression> parts() {
    if (this instanceof Attribute attribute) {
      return List.of(attribute.base());
    } else if (this instanceof Call call) {
      List<Expression> parts = new java.util.ArrayList<>();
      parts.add(call.function());
      parts.addAll(call.arguments());
      return parts;
    } else if (this instanceof Subscript subscript) {
      return List.of(subscript.base(), subscript.index());
    } else if (this instanceof TupleOf tuple) {
      return tuple.items();
    } else if (this instanceof ListOf list) {
      return list.items();
    } else if (this instanceof DictOf dict) {
      return dict.items();
    } else if (this instanceof Conditional conditional) {
      return List.of(conditional.condition(), conditional.yes(), conditional.no());
    } else if (this instanceof Operation operation) {
      return operation.operands();
    }
    return List.of();
  }
}
