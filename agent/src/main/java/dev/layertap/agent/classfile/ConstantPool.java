// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.classfile;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Goes through the constant pool of a class file, entry by entry.
 *
 * <p>The agent does this for every class that the JVM loads. It copies nothing, and takes about a
 * microsecond a class; an app that never loads DJL pays no more than that.
 */
public final class ConstantPool {
  private static final int SIZE_AT = 8;
  private static final int FIRST_ENTRY_AT = 10;

  private static final int TEXT = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;
  private static final int CLASS = 7;
  private static final int STRING = 8;
  private static final int METHOD_HANDLE = 15;
  private static final int METHOD_TYPE = 16;
  private static final int MODULE = 19;
  private static final int PACKAGE = 20;

  private final byte[] classFile;
  private final int size;
  private int index;
  private int next = 1;
  private int start;
  private int end = FIRST_ENTRY_AT;

  /**
   * Begins before the first entry.
   *
   * @param classFile of any version
   * @throws IndexOutOfBoundsException if it is cut off, as all methods
   */
  public ConstantPool(byte[] classFile) {
    this.classFile = classFile;
    this.size = unsignedShort(SIZE_AT);
  }

  /**
   * Returns how many places there are, the unused first one included.
   *
   * @return the number that entries are counted up to
   */
  public int size() {
    return size;
  }

  /**
   * Goes on to the next entry.
   *
   * @return false if there is none
   */
  public boolean next() {
    if (next >= size) {
      return false;
    }
    index = next++;
    start = end;
    switch (classFile[start]) {
      case TEXT -> end = start + 3 + unsignedShort(start + 1);
      case LONG, DOUBLE -> {
        end = start + 9;
        next++; // these take two places
      }
      case CLASS, STRING, METHOD_TYPE, MODULE, PACKAGE -> end = start + 3;
      case METHOD_HANDLE -> end = start + 4;
      default -> end = start + 5;
    }
    return true;
  }

  /**
   * Returns the place of this entry.
   *
   * @return what other entries and methods name it by
   */
  public int index() {
    return index;
  }

  /**
   * Returns where this entry starts.
   *
   * @return its first byte in the class file
   */
  public int start() {
    return start;
  }

  /**
   * Returns where this entry ends; after the last one, where the rest of the class file starts.
   *
   * @return the byte after it in the class file
   */
  public int end() {
    return end;
  }

  /**
   * Returns whether this entry is a text: a name, a descriptor, a string's characters.
   *
   * @return false for what only points to others
   */
  public boolean isText() {
    return classFile[start] == TEXT;
  }

  /**
   * Compares this text.
   *
   * @param ascii what to compare with
   * @return whether this entry is a text, and the same
   */
  public boolean isText(byte[] ascii) {
    return isText()
        && end - start - 3 == ascii.length
        && Arrays.equals(classFile, start + 3, end, ascii, 0, ascii.length);
  }

  /**
   * Reads this text.
   *
   * @return the text of an entry that is one
   */
  public String text() {
    try {
      return new DataInputStream(new ByteArrayInputStream(classFile, start + 1, end - start - 1))
          .readUTF();
    } catch (IOException e) {
      throw new UncheckedIOException("This class file has a damaged name", e);
    }
  }

  private int unsignedShort(int at) {
    return (classFile[at] & 0xff) << 8 | (classFile[at + 1] & 0xff);
  }
}
