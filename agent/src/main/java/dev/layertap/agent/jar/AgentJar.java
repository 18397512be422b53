// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.jar;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;

/** The jar that the agent's classes came from, as a file that the JVM can open. */
public final class AgentJar {
  private AgentJar() {}

  /**
   * Finds the jar of a class; one that lies in another jar (Spring Boot) is copied out of it.
   *
   * @param type one of the agent's
   * @return a file
   * @throws IOException if its classes lie in a folder, or the copy cannot be written
   */
  public static Path of(Class<?> type) throws IOException {
    return at(location(type));
  }

  /**
   * Finds the jar of a class where it lies.
   *
   * @throws IOException if its classes lie in a folder, or in a jar in another one
   */
  static Path inPlace(Class<?> type) throws IOException {
    URL location = location(type);
    if (!location.getProtocol().equals("file")) {
      throw new IOException("its jar is no file, but " + location + ".");
    }
    return at(location);
  }

  private static URL location(Class<?> type) throws IOException {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      throw new FileNotFoundException("its jar is not known to the loader of its classes.");
    }
    return source.getLocation();
  }

  static Path at(URL location) throws IOException {
    if (!location.getProtocol().equals("file")) {
      return copyOf(location);
    }
    Path file = toPath(location);
    if (!Files.isRegularFile(file)) {
      throw new FileNotFoundException("its classes lie in " + file + ", which is no jar.");
    }
    return file;
  }

  private static Path toPath(URL location) throws IOException {
    try {
      return Path.of(location.toURI());
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IOException("its place is not a file's: " + location + ".", e);
    }
  }

  private static Path copyOf(URL location) throws IOException {
    Path copy = Files.createTempFile("layertap-agent", ".jar");
    copy.toFile().deleteOnExit();
    try (InputStream in = entry(location).openStream()) {
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
    }
    return copy;
  }

  /**
   * The jar itself, where the location is of what stands inside it: {@code
   * jar:file:app.jar!/lib/agent.jar!/}, or {@code jar:nested:app.jar/!lib/agent.jar!/} since Spring
   * Boot 3.2.
   */
  private static URL entry(URL location) throws IOException {
    String text = location.toString();
    if (text.endsWith("!/")) {
      text = text.substring(0, text.length() - 2);
    }
    if (text.startsWith("jar:nested:")) {
      text = text.substring("jar:".length());
    }
    return new URL(text);
  }
}
