// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

import java.util.List;

/**
 * A key with its value, as one source says it.
 *
 * @param value a text, a Boolean, a Long or a list of {@link ConfiguredCapture}, as the key's kind
 *     wants
 * @param origin where it stands, for messages: {@code the system property layertap.strict}
 */
record Setting(Object value, String origin) {
  private static final int MOST_CAPTURES = 5;

  /** The value as a person writes it. */
  String shown() {
    if (!(value instanceof List<?> captures)) {
      return value.toString();
    }
    StringBuilder shown = new StringBuilder();
    for (Object capture : captures.subList(0, Math.min(MOST_CAPTURES, captures.size()))) {
      shown.append(shown.length() == 0 ? "" : ";").append(((ConfiguredCapture) capture).shown());
    }
    if (captures.size() > MOST_CAPTURES) {
      shown.append(" and ").append(captures.size() - MOST_CAPTURES).append(" more");
    }
    return shown.toString();
  }
}
