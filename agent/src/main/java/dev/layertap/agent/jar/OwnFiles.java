// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.jar;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * What lies beside the agent's classes, read without a URL.
 *
 * <p>All URLs are opened by the same methods, which the JVM compiles for the kind that it has seen.
 * The classes of a Spring Boot jar come through URLs of a kind of their own; a few of the JDK's
 * kind between them have the JVM throw the compiled code away and compile it for both, while the
 * app starts. That was a tenth of all that its second compiler did until then.
 */
public final class OwnFiles {
  private OwnFiles() {}

  /** The agent's jar, open for as long as its loader has it open; opened by whoever reads first. */
  private static final class Jar {
    static final @Nullable ZipFile OPEN = open();

    private static @Nullable ZipFile open() {
      try {
        return new ZipFile(AgentJar.inPlace(OwnFiles.class).toFile());
      } catch (IOException | RuntimeException e) {
        return null; // not in a jar of its own
      }
    }
  }

  /**
   * Reads a file.
   *
   * @param name its path in the jar, such as {@code META-INF/layertap/core.jar}
   * @return its content; null if there is none
   * @throws IOException if the jar is damaged
   */
  public static byte @Nullable [] read(String name) throws IOException {
    try (InputStream in = open(name)) {
      return in == null ? null : in.readAllBytes();
    }
  }

  private static @Nullable InputStream open(String name) throws IOException {
    ZipFile jar = Jar.OPEN;
    if (jar == null) {
      return OwnFiles.class.getResourceAsStream("/" + name);
    }
    ZipEntry entry = jar.getEntry(name);
    return entry == null ? null : jar.getInputStream(entry);
  }
}
