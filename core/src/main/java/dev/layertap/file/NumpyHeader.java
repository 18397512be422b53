// SPDX-License-Identifier: Apache-2.0
package dev.layertap.file;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what stands in front of an array in NumPy's format. */
final class NumpyHeader {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MAX_LENGTH = 1 << 15; // DJL takes the length for a signed number
  private static final Pattern FIELDS =
      Pattern.compile(
          "\\{'descr': (.+), 'fortran_order': (True|False), 'shape': \\(([0-9, ]*)\\),");

  private NumpyHeader() {}

  /**
   * Reads the header.
   *
   * @param what the file, and the array in it, for messages
   * @param name the array's name
   * @param in at the array's beginning
   * @param size how many bytes the header and the data have together
   */
  static ArrayHeader read(String what, String name, InputStream in, long size) throws IOException {
    DataInputStream data = new DataInputStream(in);
    if (!Arrays.equals(data.readNBytes(MAGIC.length), MAGIC)) {
      throw new ArrayFileException(what + " is no NumPy array.");
    }
    int version = data.readUnsignedByte();
    data.readUnsignedByte();
    int prefix = MAGIC.length + 2 + (version == 1 ? 2 : 4);
    int length =
        version == 1
            ? Short.toUnsignedInt(Short.reverseBytes(data.readShort()))
            : Integer.reverseBytes(data.readInt());
    if (length < 0 || length >= MAX_LENGTH) {
      throw new ArrayFileException(
          "%s is damaged: its header says it is %d bytes long."
              .formatted(what, Integer.toUnsignedLong(length)));
    }
    String text = new String(data.readNBytes(length), StandardCharsets.UTF_8);
    Matcher fields = FIELDS.matcher(text);
    if (!fields.find()) {
      throw new ArrayFileException(
          "%s is damaged: its header reads \"%s\".".formatted(what, text.strip()));
    }
    if (fields.group(2).equals("True")) {
      throw new ArrayFileException(
          what
              + " is stored by columns (Fortran's order), which DJL does not read. Save it with"
              + " numpy.ascontiguousarray(array).");
    }
    String type = fields.group(1).replaceFirst("^'(.*)'$", "$1");
    List<Long> shape =
        Pattern.compile("[0-9]{1,18}")
            .matcher(fields.group(3))
            .results()
            .map(number -> Long.valueOf(number.group()))
            .toList();
    long start = (long) prefix + length;
    return new ArrayHeader(name, type, shape, start, size - start);
  }
}
