// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.pickle;

import dev.layertap.torchscript.archive.ArchiveException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A pickle's bytes, read in order; reading past the end is an error that says where. */
final class PickleBytes {
  private static final int LONGEST_NUMBER = 8;

  private final ByteBuffer bytes;
  private final String where;
  private int opcodeOffset;

  PickleBytes(byte[] bytes, String where) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.where = where;
  }

  int nextOpcode() throws ArchiveException {
    opcodeOffset = bytes.position();
    return u1();
  }

  int opcodeOffset() {
    return opcodeOffset;
  }

  int position() {
    return bytes.position();
  }

  /** The next byte, which stays the next. */
  int peek() throws ArchiveException {
    return Byte.toUnsignedInt(need(1).get(bytes.position()));
  }

  int u1() throws ArchiveException {
    return Byte.toUnsignedInt(need(1).get());
  }

  int u2() throws ArchiveException {
    return Short.toUnsignedInt(need(2).getShort());
  }

  int i4() throws ArchiveException {
    return need(4).getInt();
  }

  int length4() throws ArchiveException {
    int length = i4();
    if (length < 0) {
      throw error("a length of %,d bytes".formatted(Integer.toUnsignedLong(length)));
    }
    return length;
  }

  double real() throws ArchiveException {
    // The one number of the format that is written from its high end.
    return Double.longBitsToDouble(Long.reverseBytes(need(8).getLong()));
  }

  PickleValue wholeNumber(int length) throws ArchiveException {
    if (length > LONGEST_NUMBER) {
      skip(length);
      return new PickleValue.Opaque(length);
    }
    need(length);
    long value = 0;
    for (int i = 0; i < length; i++) {
      long part = i == length - 1 ? bytes.get() : Byte.toUnsignedLong(bytes.get());
      value |= part << (8 * i);
    }
    return new PickleValue.Int(value);
  }

  String text(int length) throws ArchiveException {
    need(length);
    String text = new String(bytes.array(), bytes.position(), length, StandardCharsets.UTF_8);
    bytes.position(bytes.position() + length);
    return text;
  }

  String line() throws ArchiveException {
    int start = bytes.position();
    int end = start;
    while (end < bytes.limit() && bytes.get(end) != '\n') {
      end++;
    }
    String line = text(end - start);
    need(1).get();
    return line;
  }

  void skip(int length) throws ArchiveException {
    need(length);
    bytes.position(bytes.position() + length);
  }

  /** Tells of a length that the data does not have before anything is made of it. */
  void check(int length) throws ArchiveException {
    need(length);
  }

  ArchiveException error(String found) {
    return new ArchiveException(
        "%s: the pickle is damaged: expected a valid instruction at offset %d, found %s. Fetch or export the file again."
            .formatted(where, opcodeOffset, found));
  }

  private ByteBuffer need(int length) throws ArchiveException {
    if (bytes.remaining() < length) {
      throw error("the end of the data");
    }
    return bytes;
  }
}
