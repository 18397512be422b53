// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A text with replacements to make; what is not replaced stays as it is. */
final class EditedText {
  private final String text;
  private final List<Edit> edits = new ArrayList<>();

  EditedText(String text) {
    this.text = text;
  }

  private record Edit(int start, int end, int order, String replacement) {}

  void insert(int offset, String addition) {
    replace(offset, offset, addition);
  }

  void replace(int start, int end, String replacement) {
    edits.add(new Edit(start, end, edits.size(), replacement));
  }

  /** The text from one offset to another, with the edits that lie within. */
  String slice(int start, int end) {
    StringBuilder out = new StringBuilder();
    int done = start;
    List<Edit> sorted = new ArrayList<>(edits);
    sorted.sort(Comparator.comparingInt(Edit::start).thenComparingInt(Edit::order));
    for (Edit edit : sorted) {
      if (edit.start() >= start && edit.end() <= end) {
        out.append(text, done, edit.start()).append(edit.replacement());
        done = edit.end();
      }
    }
    return out.append(text, done, end).toString();
  }

  /** Where what stood at an offset stands after the edits; they lie between other things. */
  int moved(int offset) {
    return offset
        + edits.stream()
            .filter(edit -> edit.start() <= offset)
            .mapToInt(edit -> edit.replacement().length() - (edit.end() - edit.start()))
            .sum();
  }

  String all() {
    return slice(0, text.length());
  }
}
