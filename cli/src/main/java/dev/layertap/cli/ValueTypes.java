// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import ai.djl.ndarray.types.DataType;
import dev.layertap.value.Value;
import java.util.Locale;

/** Names for what values are, as Python has them. */
final class ValueTypes {
  private static final int SHOWN = 40;

  private ValueTypes() {}

  /** {@code float32}, {@code int}, {@code None}, ... */
  static String name(Value value) {
    if (value instanceof Value.Tensor tensor) {
      DataType type = tensor.array().getDataType();
      return type == DataType.BOOLEAN ? "bool" : type.name().toLowerCase(Locale.ROOT);
    }
    if (value instanceof Value.Scalar scalar) {
      Object content = scalar.value();
      return content instanceof Long
          ? "int"
          : content instanceof Double ? "float" : content instanceof Boolean ? "bool" : "str";
    }
    if (value instanceof Value.Sequence) {
      return "empty list";
    }
    if (value instanceof Value.Mapping) {
      return "empty dict";
    }
    return value instanceof Value.None ? "None" : "opaque";
  }

  /** What stands where a tensor has its shape. */
  static String text(Value value) {
    if (!(value instanceof Value.Scalar scalar)) {
      return "";
    }
    String text = scalar.value().toString();
    return scalar.value() instanceof String
        ? "= \"" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text) + "\""
        : "= " + text;
  }
}
