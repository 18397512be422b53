// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.cache;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;

/** Amounts such as {@code 10GB}, read as the agent reads them, for JVMs without an agent. */
final class ByteAmount {
  private static final Map<String, Long> UNITS =
      Map.ofEntries(
          Map.entry("", 1L),
          Map.entry("b", 1L),
          Map.entry("kb", 1_000L),
          Map.entry("mb", 1_000_000L),
          Map.entry("gb", 1_000_000_000L),
          Map.entry("tb", 1_000_000_000_000L),
          Map.entry("kib", 1L << 10),
          Map.entry("mib", 1L << 20),
          Map.entry("gib", 1L << 30),
          Map.entry("tib", 1L << 40));

  private ByteAmount() {}

  /**
   * Reads an amount.
   *
   * @param text the amount
   * @param subject what has it, as the beginning of a message
   * @throws IllegalArgumentException if it is none
   */
  static long parse(String text, String subject) {
    String stripped = text.strip();
    int digits = 0;
    while (digits < stripped.length() && "0123456789.".indexOf(stripped.charAt(digits)) >= 0) {
      digits++;
    }
    Long unit = UNITS.get(stripped.substring(digits).strip().toLowerCase(Locale.ROOT));
    if (unit != null && stripped.substring(0, digits).matches("[0-9]+(\\.[0-9]+)?")) {
      BigDecimal bytes =
          new BigDecimal(stripped.substring(0, digits)).multiply(BigDecimal.valueOf(unit));
      if (bytes.compareTo(BigDecimal.ONE) < 0) {
        throw new IllegalArgumentException(subject + " of \"" + text + "\" holds nothing.");
      }
      return bytes.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
    }
    throw new IllegalArgumentException(
        subject + " must be an amount of memory such as 256MB or 1.5GiB, not \"" + text + "\".");
  }
}
