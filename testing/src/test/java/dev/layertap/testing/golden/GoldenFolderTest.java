// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenFolderTest {
  @Test
  void aCopyAmongTheClassesIsComparedWithButNeverStandsInTheWayOfAnUpdate(@TempDir Path classes)
      throws IOException {
    Path copy = classes.resolve("golden").resolve("deleted-from-the-sources.npz");
    Files.createDirectories(copy.getParent());
    Files.write(copy, new byte[] {1});
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      GoldenFolder folder = new GoldenFolder(Optional.empty());
      assertThat(folder.find("deleted-from-the-sources"))
          .contains(new GoldenFolder.Found(copy, false));
      assertThat(folder.findSource("deleted-from-the-sources")).isEmpty();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
