// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink;

import dev.layertap.text.ByteAmount;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What the configuration says to a sink: texts by name, which it reads as what it wants. */
public final class SinkOptions {
  private final String sink;
  private final Map<String, String> texts;

  /**
   * Makes options.
   *
   * @param sink the sink's name, for messages
   * @param texts the values by the options' names
   */
  public SinkOptions(String sink, Map<String, String> texts) {
    this.sink = sink;
    this.texts = Map.copyOf(texts);
  }

  /**
   * Returns a text.
   *
   * @param option the option's name
   * @return what it was given; empty if it was not
   */
  public Optional<String> text(String option) {
    return Optional.ofNullable(texts.get(option));
  }

  /**
   * Reads one of several words.
   *
   * @param option the option's name
   * @param words the words that it may be, first the one that counts if it is not given
   * @return one of them
   */
  public String word(String option, List<String> words) {
    String word = text(option).orElse(words.get(0));
    if (!words.contains(word)) {
      throw mistake(option, "must be " + String.join(" or ", words), word);
    }
    return word;
  }

  /**
   * Reads a number.
   *
   * @param option the option's name
   * @param standard what counts if it is not given
   * @return a number from 1 on
   */
  public int count(String option, int standard) {
    String text = text(option).orElse(Integer.toString(standard)).strip();
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw mistake(option, "must be a number from 1 on", text);
    }
    return Integer.parseInt(text);
  }

  /**
   * Reads an amount of bytes.
   *
   * @param option the option's name
   * @return the bytes; empty if it was not given
   */
  public Optional<Long> bytes(String option) {
    Optional<String> text = text(option);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    OptionalLong bytes = ByteAmount.parse(text.get());
    if (bytes.isEmpty()) {
      throw mistake(option, "must be an amount such as 64MB or 1.5GiB", text.get());
    }
    if (bytes.getAsLong() < 1) {
      throw mistake(option, "must be one byte or more", text.get());
    }
    return Optional.of(bytes.getAsLong());
  }

  /**
   * Reads a folder's path, which must be given.
   *
   * @param option the option's name
   * @return the folder, which need not be there
   */
  public Path folder(String option) {
    String text =
        text(option)
            .filter(given -> !given.isBlank())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the sink \"%s\" wants a \"%s\"; write %s: {%s: /var/lib/layertap}"
                            .formatted(sink, option, sink, option)));
    try {
      return Path.of(text.strip()).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw mistake(option, "must be a folder", text);
    }
  }

  /**
   * Reads names with values, which are written {@code app=shop;region=eu}.
   *
   * @param option the option's name
   * @return the values by name, in order; empty if it was not given
   */
  public Map<String, String> pairs(String option) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : text(option).orElse("").split(";", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && !pair.substring(equals + 1).isBlank()) {
        pairs.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
      } else if (!pair.isBlank()) {
        throw mistake(option, "must be names with values, such as app=shop;region=eu", pair);
      }
    }
    return pairs;
  }

  /**
   * Makes the exception for a value that cannot be used.
   *
   * @param option the option's name
   * @param wanted what it must be: {@code must be a number from 1 on}
   * @param found what it was given
   * @return the exception to throw
   */
  public IllegalArgumentException mistake(String option, String wanted, String found) {
    return new IllegalArgumentException(
        "\"%s\" of the sink \"%s\" %s, not \"%s\"".formatted(option, sink, wanted, found));
  }
}
