// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One sink, as the user wrote it. Which sinks and options there are is core's business, because the
 * app may bring some.
 *
 * @param name the sink's name
 * @param options the options' texts by name, in order
 * @param origin where it stands, for messages
 */
public record ConfiguredSink(String name, Map<String, String> options, String origin) {
  /** Reads sinks in one line, with commas or semicolons between them and between options. */
  static List<ConfiguredSink> parse(String text, String subject, String origin)
      throws ConfigurationException {
    List<ConfiguredSink> sinks = new ArrayList<>();
    for (String part : parts(text, ",;")) {
      if (!part.isBlank()) {
        sinks.add(one(part.strip(), subject, origin));
      }
    }
    if (sinks.isEmpty()) {
      throw new ConfigurationException(
          subject + " names nothing; it is written log,files(folder=/var/lib/layertap).");
    }
    return sinks;
  }

  private static ConfiguredSink one(String text, String subject, String origin)
      throws ConfigurationException {
    int open = text.indexOf('(');
    if (open < 0 && isWord(text)) {
      return new ConfiguredSink(text, Map.of(), origin);
    }
    if (open < 0 || !isWord(text.substring(0, open).strip()) || !text.endsWith(")")) {
      throw new ConfigurationException(
          subject
              + " cannot be read at \""
              + text
              + "\"; a sink is written log or files(folder=/var/lib/layertap, every=100).");
    }
    Map<String, String> options = new LinkedHashMap<>();
    for (String option : parts(text.substring(open + 1, text.length() - 1), ",")) {
      int equals = option.indexOf('=');
      String name = equals < 0 ? "" : option.substring(0, equals).strip();
      if (!isWord(name) || option.substring(equals + 1).isBlank()) {
        throw new ConfigurationException(
            subject
                + " cannot be read at \""
                + option.strip()
                + "\"; an option of a sink is written every=100.");
      }
      if (options.put(name, option.substring(equals + 1).strip()) != null) {
        throw new ConfigurationException(subject + " says \"" + name + "\" of one sink twice.");
      }
    }
    return new ConfiguredSink(text.substring(0, open).strip(), options, origin);
  }

  private static boolean isWord(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isLetterOrDigit(c) && c != '-' && c != '_' && c != '.') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** What stands between separators, but for those in brackets. */
  private static List<String> parts(String text, String separators) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      } else if (depth <= 0 && separators.indexOf(c) >= 0) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  /** In one line, as it may be written. */
  String shown() {
    StringBuilder shown = new StringBuilder(name);
    String before = "(";
    for (Map.Entry<String, String> option : options.entrySet()) {
      shown.append(before).append(option.getKey()).append("=").append(option.getValue());
      before = ", ";
    }
    return shown.append(options.isEmpty() ? "" : ")").toString();
  }

  /** In the shape that crosses the bridge. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", name);
    map.put("options", Map.copyOf(options));
    map.put("origin", origin);
    return map;
  }
}
