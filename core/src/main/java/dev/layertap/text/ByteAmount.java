// SPDX-License-Identifier: Apache-2.0
package dev.layertap.text;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Amounts of bytes such as {@code 64MB} and {@code 1.5GiB}. The agent, which links to nothing of
 * core, reads the same for itself.
 */
public final class ByteAmount {
  private static final Pattern AMOUNT =
      Pattern.compile("([0-9]{1,18}(?:\\.[0-9]+)?)\\s*([A-Za-z]*)");

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
   * @return its bytes, rounded down: 0 if it is less than one; empty if the text is no amount
   */
  public static OptionalLong parse(String text) {
    Matcher matcher = AMOUNT.matcher(text.strip());
    Long unit = matcher.matches() ? UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
    return unit == null
        ? OptionalLong.empty()
        : OptionalLong.of(
            new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(unit))
                .min(BigDecimal.valueOf(Long.MAX_VALUE))
                .longValue());
  }
}
