// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

import java.util.Collection;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Guesses what a mistyped word was meant to be. */
public final class Spelling {
  private Spelling() {}

  /**
   * Suggests a known word.
   *
   * @param word what was written
   * @param known what may be written there
   * @return the nearest known word if one is near, else all of them, in brackets
   */
  public static String hint(String word, Collection<String> known) {
    return hint(word, known, UnaryOperator.identity());
  }

  /**
   * The nearest known word if one is near, else all of them.
   *
   * @param shown how the words are spelled where the mistyped one stands
   */
  static String hint(String word, Collection<String> known, UnaryOperator<String> shown) {
    String nearest = nearest(word.toLowerCase(Locale.ROOT), known);
    if (nearest != null) {
      return " (did you mean \"" + shown.apply(nearest) + "\"?)";
    }
    return known.stream()
        .sorted()
        .map(key -> '"' + shown.apply(key) + '"')
        .collect(Collectors.joining(", ", " (known: ", ")"));
  }

  private static @Nullable String nearest(String word, Collection<String> known) {
    String nearest = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : known) {
      int distance = distance(word, candidate);
      if (distance <= 1 + candidate.length() / 4 && distance < least) {
        nearest = candidate;
        least = distance;
      }
    }
    return nearest;
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
