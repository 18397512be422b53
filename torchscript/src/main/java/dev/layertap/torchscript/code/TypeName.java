// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.code;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A type as it is written: {@code Dict[str, List[Tensor]]}.
 *
 * @param name its name, with dots
 * @param arguments what stands in brackets
 */
public record TypeName(String name, List<TypeName> arguments) {

  /**
   * Makes a type without arguments.
   *
   * @param name its name
   * @return the type
   */
  public static TypeName of(String name) {
    return new TypeName(name, List.of());
  }

  /**
   * Tells whether this is one of TorchScript's generic types.
   *
   * @param generic its name, such as {@code List}
   * @param count how many arguments it has
   * @return whether it is
   */
  public boolean is(String generic, int count) {
    return name.equals(generic) && arguments.size() == count;
  }

  /**
   * Tells whether a type is small enough to be written out.
   *
   * @param names how many names it may have
   * @return whether it has no more
   */
  public boolean hasAtMost(int names) {
    Deque<TypeName> open = new ArrayDeque<>(List.of(this));
    for (int seen = 0; !open.isEmpty(); seen++) {
      if (seen == names) {
        return false;
      }
      open.addAll(open.pop().arguments());
    }
    return true;
  }

  /**
   * Reads a type from where it is written as an expression.
   *
   * @param expression the expression
   * @return the type, or nothing when the expression is none
   */
  public static Optional<TypeName> from(Expression expression) {
    if (expression instanceof Expression.Name name) {
      return Optional.of(of(name.name()));
    } else if (expression instanceof Expression.Text text) {
      return Optional.of(of(text.value()));
    } else if (expression instanceof Expression.Attribute attribute) {
      return from(attribute.base()).map(base -> of(base.name() + "." + attribute.name()));
    } else if (expression instanceof Expression.Subscript subscript) {
      List<Expression> items =
          subscript.index() instanceof Expression.TupleOf tuple
              ? tuple.items()
              : List.of(subscript.index());
      List<TypeName> arguments = new ArrayList<>();
      for (Expression item : items) {
        Optional<TypeName> argument = from(item);
        if (argument.isEmpty()) {
          return Optional.empty();
        }
        arguments.add(argument.get());
      }
      return from(subscript.base()).map(base -> new TypeName(base.name(), List.copyOf(arguments)));
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    if (arguments.isEmpty()) {
      return name.equals("Tuple") ? "Tuple[()]" : name;
    }
    StringBuilder text = new StringBuilder(name).append('[');
    for (int i = 0; i < arguments.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(arguments.get(i));
    }
    return text.append(']').toString();
  }
}
