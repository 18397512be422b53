// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the agent's jar: {@code key=value} and commas between them, the first of which
 * may be a file's path alone.
 *
 * <p>A comma in brackets or in quotes belongs to the value, and quotes around a value are taken
 * off.
 */
final class AgentArgument {
  static final String NAME = "the agent's argument";

  private AgentArgument() {}

  /** A part between two commas; without a key if it is a path or a mistake. */
  record Part(@Nullable String key, String value) {}

  static List<Part> parts(String argument) throws ConfigurationException {
    List<Part> parts = new ArrayList<>();
    int start = 0;
    int depth = 0;
    char quote = 0;
    for (int i = 0; i < argument.length(); i++) {
      char c = argument.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (opensQuote(argument, start, i)) {
        quote = c;
      } else if ("([{".indexOf(c) >= 0) {
        depth++;
      } else if (")]}".indexOf(c) >= 0) {
        depth--;
      } else if (c == ',' && depth <= 0) {
        parts.add(part(argument.substring(start, i)));
        start = i + 1;
        depth = 0;
      }
    }
    if (quote != 0) {
      throw new ConfigurationException(
          NAME + " has a " + quote + " that is never closed: " + argument.substring(start));
    }
    parts.add(part(argument.substring(start)));
    return parts;
  }

  /** Only at the beginning of a value: an apostrophe in a file's name is none. */
  private static boolean opensQuote(String argument, int start, int at) {
    char c = argument.charAt(at);
    return (c == '"' || c == '\'')
        && (argument.substring(start, at).isBlank() || argument.charAt(at - 1) == '=');
  }

  private static Part part(String text) {
    String stripped = text.strip();
    int equals = keyEnd(stripped);
    return equals < 0
        ? new Part(null, unquoted(stripped))
        : new Part(stripped.substring(0, equals), unquoted(stripped.substring(equals + 1).strip()));
  }

  /** Where the sign behind a word stands, or -1. */
  private static int keyEnd(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '=') {
        return i == 0 ? -1 : i;
      }
      if (!Character.isLetterOrDigit(c) && c != '-' && c != '_') {
        return -1;
      }
    }
    return -1;
  }

  private static String unquoted(String value) {
    int last = value.length() - 1;
    return last > 0
            && (value.charAt(0) == '"' || value.charAt(0) == '\'')
            && value.charAt(last) == value.charAt(0)
        ? value.substring(1, last)
        : value;
  }
}
