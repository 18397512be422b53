// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.files;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/** Arrays as the bytes of a safetensors file. DJL writes whole files only, and each from memory. */
final class ArrayBytes {
  private static final Map<DataType, String> TYPES =
      Map.of(
          DataType.FLOAT64, "F64",
          DataType.FLOAT32, "F32",
          DataType.FLOAT16, "F16",
          DataType.INT64, "I64",
          DataType.INT32, "I32",
          DataType.INT8, "I8",
          DataType.UINT8, "U8",
          DataType.BOOLEAN, "BOOL");

  private ArrayBytes() {}

  /** Why an array cannot stand in a file, if it cannot. */
  static Optional<String> whyNot(NDArray array) {
    if (!TYPES.containsKey(array.getDataType())) {
      return Optional.of("the format has no type for " + array.getDataType());
    }
    return length(array) > Integer.MAX_VALUE
        ? Optional.of("it has 2 GiB or more")
        : Optional.empty();
  }

  static long length(NDArray array) {
    return array.size() * array.getDataType().getNumOfBytes();
  }

  /** The format's word for an array's type. */
  static String type(NDArray array) {
    return String.valueOf(TYPES.get(array.getDataType()));
  }

  static ByteBuffer of(NDArray array) {
    return array.toByteBuffer();
  }
}
