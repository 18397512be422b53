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
 * <p>The agent looks for a text in every class that the JVM loads ({@link #hasText}); an app that
 * never loads DJL pays no more than that.
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

  /** How many bytes an entry has, by its first one; a text has its own as well. */
  private static final int[] SIZES = sizes();

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
    int tag = classFile[start];
    end = start + SIZES[tag & 0xff];
    if (tag == TEXT) {
      end += unsignedShort(start + 1);
    } else if (isWide(tag)) {
      next++;
    }
    return true;
  }

  /**
   * Tells whether a class file has one of two texts. That is what is done with each class of an
   * app's start, when the JVM interprets it mostly: so it is one loop, without objects and with few
   * calls.
   *
   * @param classFile of any version
   * @param one a text in ASCII
   * @param other another one
   * @return whether its constant pool has one of them
   * @throws IndexOutOfBoundsException if it is cut off
   */
  public static boolean hasText(byte[] classFile, byte[] one, byte[] other) {
    int size = (classFile[SIZE_AT] & 0xff) << 8 | (classFile[SIZE_AT + 1] & 0xff);
    int at = FIRST_ENTRY_AT;
    for (int i = 1; i < size; i++) {
      int tag = classFile[at];
      if (tag == TEXT) {
        int length = (classFile[at + 1] & 0xff) << 8 | (classFile[at + 2] & 0xff);
        if ((length == one.length && isAt(classFile, at + 3, one))
            || (length == other.length && isAt(classFile, at + 3, other))) {
          return true;
        }
        at += length;
      } else if (isWide(tag)) {
        i++;
      }
      at += SIZES[tag & 0xff];
    }
    return false;
  }

  private static boolean isAt(byte[] classFile, int start, byte[] text) {
    return Arrays.equals(classFile, start, start + text.length, text, 0, text.length);
  }

  /** These take two places. */
  private static boolean isWide(int tag) {
    return tag == LONG || tag == DOUBLE;
  }

  private static int[] sizes() {
    int[] sizes = new int[0x100];
    Arrays.fill(sizes, 5);
    for (int tag : new int[] {TEXT, CLASS, STRING, METHOD_TYPE, MODULE, PACKAGE}) {
      sizes[tag] = 3;
    }
    sizes[METHOD_HANDLE] = 4;
    sizes[LONG] = 9;
    sizes[DOUBLE] = 9;
    return sizes;
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
