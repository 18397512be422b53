// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import ai.djl.ndarray.types.DataType;
import java.util.List;

/** DJL's types by the numbers that TorchScript code has for them (c10's {@code ScalarType}). */
final class ElementTypes {
  private static final List<DataType> TYPES =
      List.of(
          DataType.UINT8,
          DataType.INT8,
          DataType.INT16,
          DataType.INT32,
          DataType.INT64,
          DataType.FLOAT16,
          DataType.FLOAT32,
          DataType.FLOAT64);

  private static final int BOOLEAN = 11;

  private ElementTypes() {}

  static int number(DataType type) {
    return type == DataType.BOOLEAN ? BOOLEAN : TYPES.indexOf(type);
  }

  static DataType type(int number) {
    return number == BOOLEAN ? DataType.BOOLEAN : TYPES.get(number);
  }
}
