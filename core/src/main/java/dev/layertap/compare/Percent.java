// SPDX-License-Identifier: Apache-2.0
package dev.layertap.compare;

import java.util.Locale;

/** Shares, for messages. */
public final class Percent {
  private Percent() {}

  /**
   * Says what share a part is.
   *
   * @param part how many
   * @param whole of how many
   * @return a text such as {@code 0.5 %}; a part that is not all is never {@code 100 %}, and one
   *     that is not nothing never {@code 0 %}
   */
  public static String of(long part, long whole) {
    double percent = whole == 0 ? 0 : 100.0 * part / whole;
    if (part > 0 && percent < 0.01) {
      return "less than 0.01 %";
    }
    if (part < whole && percent > 99.99) {
      return "more than 99.99 %";
    }
    String text = String.format(Locale.ROOT, "%.2f", percent);
    return text.replaceFirst("\\.?0+$", "") + " %";
  }
}
