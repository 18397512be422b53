// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that the user named, and where.
 *
 * @param path as it was written
 * @param givenBy what named it, for messages
 */
record ConfigurationFile(String path, String givenBy) {
  /** Reads it; one that is not there, cannot be read or has mistakes is a mistake. */
  void read(Findings findings) {
    try {
      read(toPath(), findings);
    } catch (ConfigurationException e) {
      findings.mistake(e);
    }
  }

  private void read(Path file, Findings findings) throws ConfigurationException {
    if (Files.isDirectory(file)) {
      throw problem(file, "is a directory; name a YAML file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      new ConfigurationReader(path).read(in, findings);
    } catch (NoSuchFileException e) {
      throw problem(
          file,
          Key.of(path) == null
              ? "does not exist"
              : "does not exist; the key is written " + path + "=VALUE");
    } catch (IOException e) {
      throw problem(file, "cannot be read: " + e);
    }
  }

  private Path toPath() throws ConfigurationException {
    try {
      return Path.of(path).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new ConfigurationException(
          "\"" + path + "\" (from " + givenBy + ") is not a file's path: " + e.getReason() + ".");
    }
  }

  /** The path in full, because a relative one starts at a working directory nobody thought of. */
  private ConfigurationException problem(Path file, String problem) {
    return new ConfigurationException(file + " (from " + givenBy + ") " + problem + ".");
  }
}
