// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.pickle;

import dev.layertap.torchscript.archive.ArchiveException;
import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.Set;

/**
 * Takes whole-number attributes out of a pickle, wherever they stand; all other bytes stay as they
 * are.
 *
 * <p>A name is written once and remembered; further objects refer to it. With all of its uses the
 * memory of it goes too.
 */
public final class AttributeRemover {
  private final byte[] pickle;
  private final PickleBytes in;
  private final Set<String> names;
  private final Set<Integer> remembered = new HashSet<>();
  private final ByteArrayOutputStream out;

  private AttributeRemover(byte[] pickle, Set<String> names, String where) {
    this.pickle = pickle;
    this.in = new PickleBytes(pickle, where);
    this.names = names;
    this.out = new ByteArrayOutputStream(pickle.length);
  }

  /**
   * Removes attributes.
   *
   * @param pickle the bytes of a pickle
   * @param names the attributes' names, which stand for nothing else in it
   * @param where the file and entry, for messages
   * @return the bytes without them
   * @throws ArchiveException when the pickle is damaged, or something else bears one of the names
   */
  public static byte[] remove(byte[] pickle, Set<String> names, String where)
      throws ArchiveException {
    return new AttributeRemover(pickle, names, where).run();
  }

  private byte[] run() throws ArchiveException {
    int opcode;
    do {
      opcode = in.nextOpcode();
      int start = in.opcodeOffset();
      if (isName(opcode)) {
        skipMemory();
        skipNumber();
      } else {
        out.write(pickle, start, in.position() - start);
      }
    } while (opcode != '.');
    return out.toByteArray();
  }

  /** Reads an instruction whole, and tells whether it puts one of the names on the stack. */
  private boolean isName(int opcode) throws ArchiveException {
    switch (opcode) {
      case 'X' -> {
        return names.contains(in.text(in.length4()));
      }
      case 'h' -> {
        return remembered.contains(in.u1());
      }
      case 'j' -> {
        return remembered.contains(in.i4());
      }
      case 'K', 'q', 0x80 -> in.skip(1);
      case 'M' -> in.skip(2);
      case 'J', 'r' -> in.skip(4);
      case 'G', 0x95 -> in.skip(8);
      case 0x8a, 0x8c, 'U', 'C' -> in.skip(in.u1());
      case 'T', 'B' -> in.skip(in.length4());
      case 'c' -> {
        String unusedModule = in.line();
        String unusedName = in.line();
      }
      default -> {
        // Instructions without an operand.
      }
    }
    return false;
  }

  private void skipMemory() throws ArchiveException {
    int next = in.peek();
    if (next == 'q') {
      in.nextOpcode();
      remembered.add(in.u1());
    } else if (next == 'r') {
      in.nextOpcode();
      remembered.add(in.i4());
    }
  }

  private void skipNumber() throws ArchiveException {
    int opcode = in.nextOpcode();
    switch (opcode) {
      case 'K' -> in.skip(1);
      case 'M' -> in.skip(2);
      case 'J' -> in.skip(4);
      case 0x8a -> in.skip(in.u1());
      default -> throw in.error("no number behind one of " + names);
    }
  }
}
