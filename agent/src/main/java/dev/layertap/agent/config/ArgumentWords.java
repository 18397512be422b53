// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes an agent's argument of the words of a command line. */
public final class ArgumentWords {
  private static final Set<String> PATHS = Set.of(Key.CONFIG.key(), Key.CACHE.key());

  private ArgumentWords() {}

  /**
   * Joins words, each of which may be what could stand behind an agent's jar by itself. Paths start
   * at the folder of whoever wrote them, and not at that of the JVM that reads them.
   *
   * @param words such as {@code captures=a;b}; the first may be a file
   * @param folder where relative paths start
   * @return the argument
   * @throws ConfigurationException if a quote is never closed
   */
  public static String join(List<String> words, Path folder) throws ConfigurationException {
    List<String> parts = new ArrayList<>();
    for (String word : words) {
      for (AgentArgument.Part part : AgentArgument.parts(word)) {
        String key = part.key();
        if (key == null) {
          parts.add(quoted(parts.isEmpty() ? absolute(part.value(), folder) : part.value()));
        } else {
          String value = PATHS.contains(key) ? absolute(part.value(), folder) : part.value();
          parts.add(key + "=" + quoted(value));
        }
      }
    }
    return String.join(",", parts);
  }

  private static String absolute(String path, Path folder) {
    try {
      return path.isEmpty() ? path : folder.resolve(path).toString();
    } catch (InvalidPathException e) {
      return path; // said where it is read
    }
  }

  /** Only where it must be: what the user wrote is what the user reads in messages. */
  private static String quoted(String value) {
    if (value.chars().noneMatch(c -> ",'\"()[]{}".indexOf(c) >= 0)) {
      return value;
    }
    char quote = value.indexOf('\'') < 0 ? '\'' : '"';
    return quote + value + quote;
  }
}
