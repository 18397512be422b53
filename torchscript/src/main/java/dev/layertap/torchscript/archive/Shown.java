// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.archive;

/** Texts of a file, as messages may show them: whoever wrote the file chose them. */
public final class Shown {
  private static final int LONGEST = 80;

  private Shown() {}

  /**
   * Makes a text fit to be shown.
   *
   * @param text what stands in a file
   * @return its beginning, in one line, with whatever a terminal might obey written as {@code ?}
   */
  public static String text(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length() && i < LONGEST; i++) {
      char c = text.charAt(i);
      shown.append(c < ' ' || (c >= 0x7f && c < 0xa0) ? '?' : c);
    }
    if (text.length() > LONGEST) {
      shown.append("... (%,d characters)".formatted(text.length()));
    }
    return shown.toString();
  }
}
