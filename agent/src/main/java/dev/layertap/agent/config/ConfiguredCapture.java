// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One thing to capture, as the user wrote it. What its texts mean is core's business.
 *
 * @param capture in the spelling of the capture grammar: {@code comp=layer3.0.downsample.1}
 * @param take what to take, in its written form
 * @param origin where it stands, for messages
 */
public record ConfiguredCapture(String capture, Optional<String> take, String origin) {
  private static final String TAKE = "take";

  /**
   * Reads an entry that is one text: a capture, or a capture, the word {@code take} and what to
   * take. No written form of that has the word in it, so the last one counts.
   */
  static ConfiguredCapture parse(String text, String origin) {
    for (int at = text.lastIndexOf(TAKE); at > 0; at = text.lastIndexOf(TAKE, at - 1)) {
      int end = at + TAKE.length();
      if (isSpace(text.charAt(at - 1)) && (end == text.length() || isSpace(text.charAt(end)))) {
        return new ConfiguredCapture(
            text.substring(0, at).strip(), Optional.of(text.substring(end).strip()), origin);
      }
    }
    return new ConfiguredCapture(text.strip(), Optional.empty(), origin);
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c);
  }

  /** In one line, as it may be written. */
  String shown() {
    return take.isPresent() ? capture + " " + TAKE + " " + take.get() : capture;
  }

  /** In the shape that crosses the bridge. */
  Map<String, String> toMap() {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("capture", capture);
    take.ifPresent(text -> map.put(TAKE, text));
    map.put("origin", origin);
    return map;
  }
}
