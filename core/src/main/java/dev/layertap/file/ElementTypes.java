// SPDX-License-Identifier: Apache-2.0
package dev.layertap.file;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The types of elements that the engine can be handed, as a format spells them.
 *
 * <p>libtorch's bridge knows fewer types than the files may hold, and ends the JVM at the first
 * that it does not know (bfloat16 and int16 among them). So headers are checked before DJL decodes
 * anything.
 *
 * @param widths how many bytes an element of each type has
 * @param readable the types, for messages
 * @param remedy how to convert an array to one of them
 */
record ElementTypes(Map<String, Integer> widths, String readable, String remedy) {
  /** As NumPy writes them; big-endian data would be taken for little-endian. */
  static final ElementTypes NUMPY =
      new ElementTypes(
          Map.of("<f8", 8, "<f4", 4, "<f2", 2, "<i8", 8, "<i4", 4, "|i1", 1, "|u1", 1, "|b1", 1),
          "float64, float32, float16, int64, int32, int8, uint8 and bool, little-endian",
          "in NumPy with array.astype(\"float32\")");

  /** As safetensors writes them. */
  static final ElementTypes SAFETENSORS =
      new ElementTypes(
          Map.of("F64", 8, "F32", 4, "F16", 2, "I64", 8, "I32", 4, "I8", 1, "U8", 1, "BOOL", 1),
          "F64, F32, F16, I64, I32, I8, U8 and BOOL",
          "in PyTorch with tensor.float()");

  private static final int NAMED = 3;

  /** Refuses what would end the JVM, and data of another length than its shape wants. */
  void check(Object file, List<ArrayHeader> headers) throws ArrayFileException {
    List<String> unknown =
        headers.stream()
            .filter(header -> !widths.containsKey(header.type()))
            .map(header -> "%s is of type %s".formatted(quoted(header.name()), header.type()))
            .toList();
    if (!unknown.isEmpty()) {
      throw new ArrayFileException(
          "%s cannot be read: %s%s; DJL's PyTorch engine takes %s. Convert %s first, %s."
              .formatted(
                  file,
                  unknown.stream().limit(NAMED).collect(Collectors.joining(", ")),
                  unknown.size() > NAMED ? ", and " + (unknown.size() - NAMED) + " more" : "",
                  readable,
                  unknown.size() == 1 ? "it" : "them",
                  remedy));
    }
    for (ArrayHeader header : headers) {
      int width = widths.getOrDefault(header.type(), 0);
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
            "%s cannot be read: %s has %d bytes, and DJL reads arrays below 2 GiB. Save it in parts."
                .formatted(file, quoted(header.name()), expected));
      }
    }
  }

  private static String quoted(String name) {
    return name.isEmpty() ? "its array" : "the array \"" + name + "\"";
  }
}
