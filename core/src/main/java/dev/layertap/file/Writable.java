// SPDX-License-Identifier: Apache-2.0
package dev.layertap.file;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What can be written: what {@link ArrayFile#read} takes back. */
final class Writable {
  private static final Set<DataType> TYPES =
      EnumSet.of(
          DataType.FLOAT64,
          DataType.FLOAT32,
          DataType.FLOAT16,
          DataType.INT64,
          DataType.INT32,
          DataType.INT8,
          DataType.UINT8,
          DataType.BOOLEAN);

  private Writable() {}

  static Optional<NDList.Encoding> encoding(ArrayFormat format) {
    return switch (format) {
      case NPZ -> Optional.of(NDList.Encoding.NPZ);
      case SAFETENSORS -> Optional.of(NDList.Encoding.SAFETENSORS);
      case NPY -> Optional.empty();
    };
  }

  static void check(Path file, NDList.Encoding encoding, Map<String, NDArray> arrays)
      throws ArrayFileException {
    long total = 0;
    for (Map.Entry<String, NDArray> entry : arrays.entrySet()) {
      String name = entry.getKey();
      DataType type = entry.getValue().getDataType();
      if (name.isEmpty()) {
        throw new ArrayFileException(
            file + " cannot be written: an array has no name. Give each array a name.");
      }
      if (encoding == NDList.Encoding.SAFETENSORS && name.equals(SafetensorsReader.METADATA)) {
        throw new ArrayFileException(
            "%s cannot be written: the format keeps the name \"%s\" for itself. Give the array another name."
                .formatted(file, name));
      }
      if (!TYPES.contains(type)) {
        throw new ArrayFileException(
            "%s cannot be written: the array \"%s\" is of type %s, which the file could not be read back with. Convert it first: array.toType(DataType.FLOAT32, false)."
                .formatted(file, name, type));
      }
      long length = entry.getValue().size() * type.getNumOfBytes();
      total += length;
      if (length > Integer.MAX_VALUE) {
        throw new ArrayFileException(
            "%s cannot be written: the array \"%s\" has %d bytes, and DJL writes arrays below 2 GiB. Leave it out, or write it in parts."
                .formatted(file, name, length));
      }
    }
    if (encoding == NDList.Encoding.SAFETENSORS && total > Integer.MAX_VALUE) {
      throw new ArrayFileException(
          "%s cannot be written: the arrays have %d bytes, and DJL writes .safetensors files below 2 GiB. Write an .npz file."
              .formatted(file, total));
    }
  }
}
