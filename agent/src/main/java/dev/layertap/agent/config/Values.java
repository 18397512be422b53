// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads values that are one line of text. */
final class Values {
  private Values() {}

  /**
   * Reads a value.
   *
   * @param key what it is for
   * @param text the value as it was written
   * @param subject what has the value, as the beginning of a message
   * @param origin what has the value, for later messages
   * @throws ConfigurationException if the key wants another kind of value
   */
  static Object parse(Key key, String text, String subject, String origin)
      throws ConfigurationException {
    return switch (key.kind()) {
      case SWITCH -> bool(text, subject);
      case BYTES -> Bytes.parse(text, subject);
      case TIME -> Time.parse(text, subject);
      case SINKS -> ConfiguredSink.parse(text, subject, origin);
      case CAPTURES -> captures(text, subject, origin);
      case PATH -> path(key, text, subject);
      case MOMENT -> moment(key, text, subject);
    };
  }

  private static Boolean bool(String text, String subject) throws ConfigurationException {
    if (text.strip().equalsIgnoreCase("true")) {
      return true;
    }
    if (text.strip().equalsIgnoreCase("false")) {
      return false;
    }
    throw new ConfigurationException(subject + " must be true or false, not \"" + text + "\".");
  }

  private static String moment(Key key, String text, String subject) throws ConfigurationException {
    String word = text.strip();
    if (word.equals(Key.AT_EXIT) || word.equals(key.standard())) {
      return word;
    }
    throw new ConfigurationException(
        subject + " must be " + Key.AT_EXIT + " or " + key.standard() + ", not \"" + text + "\".");
  }

  private static String path(Key key, String text, String subject) throws ConfigurationException {
    if (text.isBlank()) {
      throw new ConfigurationException(
          subject + " names no " + (key == Key.CACHE ? "folder" : "file") + ".");
    }
    if (key == Key.CACHE) { // the file's path is tried when it is read
      requireFolder(text.strip(), subject);
    }
    return text.strip();
  }

  private static void requireFolder(String text, String subject) throws ConfigurationException {
    try {
      Object unused = Path.of(text);
    } catch (InvalidPathException e) {
      throw new ConfigurationException(
          subject + " cannot be a folder: \"" + text + "\": " + e.getReason() + ".");
    }
  }

  /** Semicolons stand between captures; an escaped one belongs to its selector. */
  private static List<ConfiguredCapture> captures(String text, String subject, String origin)
      throws ConfigurationException {
    List<ConfiguredCapture> captures = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == ';') {
        String capture = text.substring(start, i);
        if (!capture.isBlank()) {
          captures.add(ConfiguredCapture.parse(capture, origin));
        }
        start = i + 1;
      } else if (text.charAt(i) == '\\') {
        i++;
      }
    }
    if (captures.isEmpty()) {
      throw new ConfigurationException(
          subject + " names nothing; it is written maxpool;comp=layer3.0.downsample.1.");
    }
    return captures;
  }

  /** Apart, so that an app that sets no budget does not pay for its pattern. */
  private static final class Bytes {
    private static final Pattern AMOUNT =
        Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([A-Za-z]*)", Pattern.CASE_INSENSITIVE);

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

    static Long parse(String text, String subject) throws ConfigurationException {
      Matcher matcher = AMOUNT.matcher(text.strip());
      if (matcher.matches()) {
        Long unit = UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT));
        if (unit != null) {
          BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
          if (bytes.compareTo(BigDecimal.ONE) < 0) {
            throw new ConfigurationException(subject + " of \"" + text + "\" holds nothing.");
          }
          return bytes.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
        }
      }
      throw new ConfigurationException(
          subject + " must be an amount of memory such as 256MB or 1.5GiB, not \"" + text + "\".");
    }
  }

  /** Apart for the same reason. In nanoseconds. */
  private static final class Time {
    private static final Pattern AMOUNT =
        Pattern.compile("([0-9]{1,9}(?:\\.[0-9]+)?)\\s*(us|ms|s)");

    static Long parse(String text, String subject) throws ConfigurationException {
      Matcher matcher = AMOUNT.matcher(text.strip());
      if (!matcher.matches()) {
        throw new ConfigurationException(
            subject + " must be a time such as 5ms, 500us or 1s, not \"" + text + "\".");
      }
      long unit =
          switch (matcher.group(2)) {
            case "us" -> 1_000;
            case "ms" -> 1_000_000;
            default -> 1_000_000_000;
          };
      BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
      if (nanos.compareTo(BigDecimal.ONE) < 0) {
        throw new ConfigurationException(subject + " of \"" + text + "\" is no time.");
      }
      return nanos.longValue();
    }
  }
}
