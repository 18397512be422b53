// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.pickle;

import dev.layertap.torchscript.archive.ArchiveException;
import dev.layertap.torchscript.pickle.PickleValue.Int;
import dev.layertap.torchscript.pickle.PickleValue.Text;
import dev.layertap.torchscript.pickle.PickleValue.Tuple;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The table beside a source file that says which lines of Python each part of it was made from.
 * libtorch shows those lines in its error messages.
 *
 * <p>It is a tuple of records, each of which begins with an offset into the source; in newer files
 * the third of three things, behind the name of the format and the texts.
 */
public final class DebugTable {
  private static final String WITH_TEXTS = "FORMAT_WITH_STRING_TABLE";

  private DebugTable() {}

  /**
   * Moves a table's offsets along with the source.
   *
   * @param table the table's pickle
   * @param where the file and entry, for messages
   * @param moved the new offset of an old one
   * @return the new table's pickle; all but the offsets stays byte for byte
   * @throws ArchiveException when it is damaged, or of a form that is not known
   */
  public static byte[] move(byte[] table, String where, IntUnaryOperator moved)
      throws ArchiveException {
    IdentityHashMap<PickleValue, Integer> offsets = new IdentityHashMap<>();
    List<PickleValue> records = records(PickleReader.read(table, where, offsets::put), where);
    ByteArrayOutputStream out = new ByteArrayOutputStream(table.length);
    int done = 0;
    for (PickleValue record : records) {
      Integer start = offsets.get(first(record));
      if (start == null || start < done || !(first(record) instanceof Int number)) {
        throw unknown(where);
      }
      out.write(table, done, start - done);
      out.writeBytes(whole(moved.applyAsInt((int) number.value())));
      done = start + 1 + operandSize(table[start]);
    }
    out.write(table, done, table.length - done);
    return out.toByteArray();
  }

  private static List<PickleValue> records(PickleValue table, String where)
      throws ArchiveException {
    if (!(table instanceof Tuple outer)) {
      throw unknown(where);
    }
    boolean withTexts =
        outer.items().size() == 3
            && outer.items().get(0) instanceof Text text
            && text.value().equals(WITH_TEXTS);
    if (!withTexts) {
      return outer.items();
    }
    if (!(outer.items().get(2) instanceof Tuple records)) {
      throw unknown(where);
    }
    return records.items();
  }

  private static PickleValue first(PickleValue record) {
    return record instanceof Tuple tuple && !tuple.items().isEmpty()
        ? tuple.items().get(0)
        : PickleValue.None.NONE;
  }

  /** BININT1, BININT2 or BININT. */
  private static int operandSize(byte opcode) {
    return opcode == 'K' ? 1 : opcode == 'M' ? 2 : 4;
  }

  private static byte[] whole(int number) {
    return ByteBuffer.allocate(5)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 'J')
        .putInt(number)
        .array();
  }

  private static ArchiveException unknown(String where) {
    return new ArchiveException(where + ": a table of source lines of an unknown form.");
  }
}
