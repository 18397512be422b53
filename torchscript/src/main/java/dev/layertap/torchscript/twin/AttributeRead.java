// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.Expression;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code base.attribute}, or {@code getattr(base, "attribute")}, which stands where the name is no
 * Python name.
 *
 * @param base what has the attribute
 * @param attribute its name
 */
record AttributeRead(Expression base, String attribute) {
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  static Optional<AttributeRead> of(Expression expression) {
    if (expression instanceof Expression.Attribute attribute) {
      return Optional.of(new AttributeRead(attribute.base(), attribute.name()));
    }
    if (expression instanceof Expression.Call call
        && call.function() instanceof Expression.Name function
        && function.name().equals("getattr")
        && call.arguments().size() == 2
        && call.arguments().get(1) instanceof Expression.Text name) {
      return Optional.of(new AttributeRead(call.arguments().get(0), name.value()));
    }
    return Optional.empty();
  }

  static boolean isPlainName(String name) {
    return PLAIN_NAME.matcher(name).matches();
  }
}
