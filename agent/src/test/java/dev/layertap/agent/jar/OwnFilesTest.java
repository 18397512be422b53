// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.jar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each with the classes at another place, and so a loader of its own. */
class OwnFilesTest {
  private static final String BESIDE = "beside.txt";

  private final Path folder;

  OwnFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static byte[] read(URL place, String name)
      throws IOException, ReflectiveOperationException {
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {place}, ClassLoader.getPlatformClassLoader())) {
      return (byte[])
          Class.forName(OwnFiles.class.getName(), true, loader)
              .getMethod("read", String.class)
              .invoke(null, name);
    }
  }

  /** The class, what it needs, and a file. */
  private void write(ZipOutputStream zip, String inFront) throws IOException {
    for (Class<?> type : new Class<?>[] {OwnFiles.class, AgentJar.class}) {
      write(zip, inFront, type.getName().replace('.', '/') + ".class");
    }
    write(zip, inFront, OwnFiles.class.getName().replace('.', '/') + "$Jar.class");
    zip.putNextEntry(new ZipEntry(inFront + BESIDE));
    zip.write("here".getBytes(UTF_8));
  }

  private static void write(ZipOutputStream zip, String inFront, String file) throws IOException {
    zip.putNextEntry(new ZipEntry(inFront + file));
    zip.write(OwnFiles.read(file));
  }

  @Test
  void inAJarTheyAreReadFromIt() throws IOException, ReflectiveOperationException {
    Path jar = folder.resolve("an agent+1.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      write(zip, "");
    }

    assertThat(read(jar.toUri().toURL(), BESIDE)).asString().isEqualTo("here");
    assertThat(read(jar.toUri().toURL(), "other.txt")).isNull();
  }

  @Test
  void inAFolderOfAnotherJarTheyAreFoundByTheLoader()
      throws IOException, ReflectiveOperationException {
    Path outer = folder.resolve("app.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(outer))) {
      write(zip, "agent/");
    }

    assertThat(read(new URL("jar:" + outer.toUri() + "!/agent/"), BESIDE))
        .asString()
        .isEqualTo("here");
  }

  @Test
  void inAFolderTheyAreFoundByTheLoader() throws IOException {
    assertThat(OwnFiles.read("dev/layertap/agent/jar/OwnFiles.class")).isNotEmpty();
    assertThat(OwnFiles.read("other.txt")).isNull();
  }
}
