// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

import java.math.BigDecimal;
import java.util.List;

/**
 * A key with its value, as one source says it.
 *
 * @param value a text, a Boolean, a Long or a list of {@link ConfiguredCapture} or {@link
 *     ConfiguredSink}, as the key's kind wants
 * @param origin where it stands, for messages: {@code the system property layertap.strict}
 */
record Setting(Object value, String origin) {
  private static final int MOST = 5;
  private static final long NANOS_IN_MILLI = 1_000_000;

  /** The value as a person writes it. */
  String shown(Key.Kind kind) {
    if (kind == Key.Kind.TIME) {
      return time((Long) value);
    }
    if (!(value instanceof List<?> several)) {
      return value.toString();
    }
    StringBuilder shown = new StringBuilder();
    for (Object one : several.subList(0, Math.min(MOST, several.size()))) {
      shown
          .append(shown.length() == 0 ? "" : ";")
          .append(
              one instanceof ConfiguredSink sink
                  ? sink.shown()
                  : ((ConfiguredCapture) one).shown());
    }
    if (several.size() > MOST) {
      shown.append(" and ").append(several.size() - MOST).append(" more");
    }
    return shown.toString();
  }

  private static String time(long nanos) {
    return nanos % NANOS_IN_MILLI == 0
        ? nanos / NANOS_IN_MILLI + "ms"
        : BigDecimal.valueOf(nanos, 3).stripTrailingZeros().toPlainString() + "us";
  }
}
