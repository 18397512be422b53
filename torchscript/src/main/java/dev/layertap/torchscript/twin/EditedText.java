// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A text with replacements to make; what is not replaced stays as it is. */
final class EditedText {
  /** Which part of the heap one text may take. */
  private static final int SHARE = 16;

  private final String text;
  private final List<Edit> edits = new ArrayList<>();
  private long added;
  private int made;

  /** How far what stands at an offset, or behind it, has moved; made when it is asked for. */
  private @Nullable TreeMap<Integer, Integer> moves;

  EditedText(String text) {
    this.text = text;
  }

  private record Edit(int start, int end, int order, String replacement)
      implements Comparable<Edit> {
    /** From left to right; of two at one place insertions come first, and else who came first. */
    @Override
    public int compareTo(Edit other) {
      if (start != other.start) {
        return Integer.compare(start, other.start);
      }
      return isInsertion() == other.isInsertion()
          ? Integer.compare(order, other.order)
          : Boolean.compare(other.isInsertion(), isInsertion());
    }

    int growth() {
      return replacement.length() - (end - start);
    }

    boolean isInsertion() {
      return start == end;
    }

    /** Insertions at its ends lie beside a text. */
    boolean isWithin(int from, int to) {
      return start >= from && end <= to && !(isInsertion() && (start == from || end == to));
    }
  }

  /** A type of many names is written at each place where a value of it is returned. */
  static void checkLength(long length) {
    long most = Runtime.getRuntime().maxMemory() / SHARE;
    if (length > most) {
      throw new TwinLimitException(
          "the code of its copy would be longer than %,d characters".formatted(most));
    }
  }

  void insert(int offset, String addition) {
    replace(offset, offset, addition);
  }

  /** Puts something else in a text's place; what was to change within goes with it. */
  void overwrite(int start, int end, String replacement) {
    edits.removeIf(edit -> edit.isWithin(start, end));
    replace(start, end, replacement);
  }

  void replace(int start, int end, String replacement) {
    added += replacement.length();
    checkLength(added);
    edits.add(new Edit(start, end, made++, replacement));
    moves = null;
  }

  /** The text from one offset to another, with the edits that lie within. */
  String slice(int start, int end) {
    List<Edit> within = new ArrayList<>();
    for (Edit edit : edits) {
      if (edit.start() >= start && edit.end() <= end) {
        within.add(edit);
      }
    }
    Collections.sort(within);
    StringBuilder out = new StringBuilder();
    int done = start;
    for (Edit edit : within) {
      out.append(text, done, edit.start()).append(edit.replacement());
      done = edit.end();
    }
    return out.append(text, done, end).toString();
  }

  /** Where what stood at an offset stands after the edits; they lie between other things. */
  int moved(int offset) {
    if (moves == null) {
      moves = new TreeMap<>();
      edits.forEach(edit -> moves.merge(edit.start(), edit.growth(), Integer::sum));
      int sum = 0;
      for (Map.Entry<Integer, Integer> move : moves.entrySet()) {
        sum += move.getValue();
        move.setValue(sum);
      }
    }
    Map.Entry<Integer, Integer> before = moves.floorEntry(offset);
    return offset + (before == null ? 0 : before.getValue());
  }

  /** What stands before a statement in its line. */
  String indentAt(int offset) {
    int line = text.lastIndexOf('\n', offset - 1) + 1;
    int end = line;
    // Of several statements in a line, only the first stands behind nothing but spaces.
    while (end < offset && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
      end++;
    }
    return text.substring(line, end);
  }

  /** The text as it was, from one offset to another. */
  String original(int start, int end) {
    return text.substring(start, end);
  }

  String all() {
    return slice(0, text.length());
  }
}
