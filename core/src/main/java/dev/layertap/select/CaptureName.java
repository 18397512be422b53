// SPDX-License-Identifier: Apache-2.0
package dev.layertap.select;

import java.util.Optional;
import java.util.regex.Pattern;

/** What may be the name of a capture. */
public final class CaptureName {
  /** Whatever means nothing in the grammar of selectors. */
  private static final Pattern WORD = Pattern.compile("[^\\s\\p{Z}\\p{Cc}=()/@*?\\\\]+");

  private CaptureName() {}

  /** Whether a text may stand before the sign of {@code name=selector}. */
  static boolean isWord(String text) {
    return WORD.matcher(text).matches();
  }

  /**
   * Says why a selector {@code @name} could not pick a name.
   *
   * @param name what {@code @Capture} gives
   * @return what is wrong with it, as a part of a sentence; empty if nothing is
   */
  public static Optional<String> problem(String name) {
    if (name.isEmpty()) {
      return Optional.of("it is empty");
    }
    if (!isWord(name)) {
      return Optional.of("it may hold no blanks and none of = ( ) / @ * ? \\");
    }
    if (name.startsWith(".") || name.endsWith(".") || name.contains("..")) {
      return Optional.of("a dot separates two steps, and one of them is empty");
    }
    return Optional.empty();
  }
}
