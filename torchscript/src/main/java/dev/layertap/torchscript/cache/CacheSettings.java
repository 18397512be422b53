// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.cache;

import dev.layertap.text.ByteAmount;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the user said of the cache.
 *
 * @param folder where rewritten models lie; empty if none shall be kept
 * @param limit how many bytes they may take together
 */
public record CacheSettings(Optional<Path> folder, long limit) {
  /** What stands in the place of a folder if nothing shall be kept. */
  static final String OFF = "off";

  /** Room for some twenty models of the usual size, or three of the largest. */
  static final long STANDARD_LIMIT = 10_000_000_000L;

  /**
   * Takes the settings of an agent's configuration.
   *
   * @param configuration as the agent read it
   * @return the settings, with what holds where nothing was said
   */
  public static CacheSettings configured(Map<String, Object> configuration) {
    return new CacheSettings(
        folder(configuration.get("cache") instanceof String named ? named : ""),
        configuration.get("cache-limit") instanceof Long limit ? limit : STANDARD_LIMIT);
  }

  /**
   * Takes the settings where there is no agent: system properties, then the environment.
   *
   * @return the settings, with what holds where nothing was said
   * @throws IllegalArgumentException if the limit is no amount
   */
  public static CacheSettings ofUser() {
    String folder = System.getProperty("layertap.cache");
    String limit = System.getProperty("layertap.cache-limit");
    String limitName = "layertap.cache-limit";
    if (limit == null) {
      limit = System.getenv("LAYERTAP_CACHE_LIMIT");
      limitName = "LAYERTAP_CACHE_LIMIT";
    }
    if (folder == null) {
      folder = System.getenv("LAYERTAP_CACHE");
    }
    return new CacheSettings(
        folder(folder == null ? "" : folder),
        limit == null || limit.isBlank() ? STANDARD_LIMIT : bytes(limit, limitName));
  }

  private static long bytes(String text, String subject) {
    OptionalLong bytes = ByteAmount.parse(text);
    if (bytes.isEmpty()) {
      throw new IllegalArgumentException(
          subject + " must be an amount of memory such as 256MB or 1.5GiB, not \"" + text + "\".");
    }
    if (bytes.getAsLong() < 1) {
      throw new IllegalArgumentException(subject + " of \"" + text + "\" holds nothing.");
    }
    return bytes.getAsLong();
  }

  private static Optional<Path> folder(String named) {
    String text = named.strip();
    if (text.equals(OFF)) {
      return Optional.empty();
    } else if (text.isEmpty()) {
      return Optional.of(ofUserFolder());
    } else if (text.equals("~") || text.startsWith("~/")) {
      // No shell has seen it where it stands in a file or behind -javaagent.
      return Optional.of(Path.of(System.getProperty("user.home") + text.substring(1)));
    }
    return Optional.of(Path.of(text));
  }

  private static Path ofUserFolder() {
    String caches = System.getenv("XDG_CACHE_HOME");
    Path base =
        caches != null && !caches.isBlank()
            ? Path.of(caches)
            : Path.of(System.getProperty("user.home"), ".cache");
    return base.resolve("layertap");
  }
}
