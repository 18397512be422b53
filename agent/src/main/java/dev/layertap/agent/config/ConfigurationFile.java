// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A file that the user named, and where.
 *
 * @param path as it was written
 * @param givenBy what named it, for messages
 */
public record ConfigurationFile(String path, String givenBy) {
  /** The system property that may name the file. */
  public static final String PROPERTY = "layertap.config";

  /** The environment variable that may name it, if nothing else does. */
  public static final String VARIABLE = "LAYERTAP_CONFIG";

  private static final String OPTION = "config=";

  /**
   * Finds out which file the user named.
   *
   * @param agentArgument what stands behind the agent's jar: a path, or {@code config=} and a path
   * @param properties the system properties
   * @param environment the environment
   * @return the file; empty if nobody named one
   */
  public static Optional<ConfigurationFile> find(
      @Nullable String agentArgument,
      UnaryOperator<@Nullable String> properties,
      UnaryOperator<@Nullable String> environment) {
    if (agentArgument != null && !agentArgument.isBlank()) {
      String path =
          agentArgument.startsWith(OPTION)
              ? agentArgument.substring(OPTION.length())
              : agentArgument;
      return Optional.of(new ConfigurationFile(path.strip(), "the agent's argument"));
    }
    String property = properties.apply(PROPERTY);
    if (property != null && !property.isBlank()) {
      return Optional.of(
          new ConfigurationFile(property.strip(), "the system property " + PROPERTY));
    }
    String variable = environment.apply(VARIABLE);
    if (variable != null && !variable.isBlank()) {
      return Optional.of(
          new ConfigurationFile(variable.strip(), "the environment variable " + VARIABLE));
    }
    return Optional.empty();
  }

  /**
   * Reads it.
   *
   * @return the configuration
   * @throws ConfigurationException if it is not there, cannot be read or has mistakes
   */
  public Configuration read() throws ConfigurationException {
    Path file = toPath();
    if (Files.isDirectory(file)) {
      throw problem(file, "is a directory; name a YAML file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new ConfigurationReader(path).read(in);
    } catch (NoSuchFileException e) {
      throw problem(file, "does not exist" + hint());
    } catch (IOException e) {
      throw problem(file, "cannot be read: " + e);
    }
  }

  private Path toPath() throws ConfigurationException {
    if (path.isEmpty()) {
      throw new ConfigurationException(givenBy + " names no file behind \"" + OPTION + "\".");
    }
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

  private String hint() {
    return path.matches("\\w+=.*") ? "; the only option is \"" + OPTION + "FILE\"" : "";
  }
}
