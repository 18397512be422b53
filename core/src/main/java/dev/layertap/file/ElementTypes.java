// SPDX-License-Identifier: Apache-2.0
package dev.layertap.file;

import ai.djl.ndarray.types.DataType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The types of elements that can be read, as a format spells them.
 *
 * <p>libtorch's bridge knows fewer types than the files may hold, and ends the JVM at the first
 * that it does not know (bfloat16 and int16 among them). So headers are checked before DJL decodes
 * anything. What is only looked at in Java may be of more types.
 *
 * @param types each type by its spelling
 * @param reader who reads, for messages
 * @param readable the types, for messages
 * @param remedy how to convert an array to one of them
 */
record ElementTypes(Map<String, DataType> types, String reader, String readable, String remedy) {
  /** As NumPy writes them; big-endian data would be taken for little-endian. */
  static final ElementTypes NUMPY =
      new ElementTypes(
          Map.of(
              "<f8", DataType.FLOAT64,
              "<f4", DataType.FLOAT32,
              "<f2", DataType.FLOAT16,
              "<i8", DataType.INT64,
              "<i4", DataType.INT32,
              "|i1", DataType.INT8,
              "|u1", DataType.UINT8,
              "|b1", DataType.BOOLEAN),
          "DJL's PyTorch engine",
          "float64, float32, float16, int64, int32, int8, uint8 and bool, little-endian",
          "in NumPy with array.astype(\"float32\")");

  /** As safetensors writes them. */
  static final ElementTypes SAFETENSORS =
      new ElementTypes(
          Map.of(
              "F64", DataType.FLOAT64,
              "F32", DataType.FLOAT32,
              "F16", DataType.FLOAT16,
              "I64", DataType.INT64,
              "I32", DataType.INT32,
              "I8", DataType.INT8,
              "U8", DataType.UINT8,
              "BOOL", DataType.BOOLEAN),
          "DJL's PyTorch engine",
          "F64, F32, F16, I64, I32, I8, U8 and BOOL",
          "in PyTorch with tensor.float()");

  private static final int NAMED = 3;

  /** NumPy's, read without the engine. */
  static ElementTypes numpyInJava() {
    return NUMPY.inJava(
        Map.of(
            "<i2", DataType.INT16,
            "<u2", DataType.UINT16,
            "<u4", DataType.UINT32,
            "<u8", DataType.UINT64),
        "floating-point numbers, integers and bool, little-endian");
  }

  /** Those of safetensors, read without the engine. */
  static ElementTypes safetensorsInJava() {
    return SAFETENSORS.inJava(
        Map.of(
            "BF16", DataType.BFLOAT16,
            "I16", DataType.INT16,
            "U16", DataType.UINT16,
            "U32", DataType.UINT32,
            "U64", DataType.UINT64),
        "F64, F32, F16, BF16, integers and BOOL");
  }

  private ElementTypes inJava(Map<String, DataType> more, String allReadable) {
    Map<String, DataType> all = new HashMap<>(types);
    all.putAll(more);
    return new ElementTypes(Map.copyOf(all), "Layertap", allReadable, remedy);
  }

  /** Refuses other types, and data of another length than its shape wants. */
  void check(Object file, List<ArrayHeader> headers) throws ArrayFileException {
    List<String> unknown =
        headers.stream()
            .filter(header -> !types.containsKey(header.type()))
            .map(header -> "%s is of type %s".formatted(quoted(header.name()), header.type()))
            .toList();
    if (!unknown.isEmpty()) {
      throw new ArrayFileException(
          "%s cannot be read: %s%s; %s takes %s. Convert %s first, %s."
              .formatted(
                  file,
                  unknown.stream().limit(NAMED).collect(Collectors.joining(", ")),
                  unknown.size() > NAMED ? ", and " + (unknown.size() - NAMED) + " more" : "",
                  reader,
                  readable,
                  unknown.size() == 1 ? "it" : "them",
                  remedy));
    }
    for (ArrayHeader header : headers) {
      int width = types.getOrDefault(header.type(), DataType.UNKNOWN).getNumOfBytes();
      long expected = header.count() * width;
      if (header.count() < 0
          || header.count() > Long.MAX_VALUE / 8
          || expected != header.length()) {
        throw new ArrayFileException(
            "%s is damaged: %s has %d bytes of data, which do not make the shape %s of type %s."
                .formatted(
                    file, quoted(header.name()), header.length(), header.shape(), header.type()));
      }
      if (expected > Integer.MAX_VALUE) {
        throw new ArrayFileException(
            "%s cannot be read: %s has %d bytes, and %s reads arrays below 2 GiB. Save it in parts."
                .formatted(file, quoted(header.name()), expected, reader.replaceFirst("'.*", "")));
      }
    }
  }

  private static String quoted(String name) {
    return name.isEmpty() ? "its array" : "the array \"" + name + "\"";
  }
}
