// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentJarTest {
  private final Path folder;

  AgentJarTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aJarIsFoundWhereItIs() throws IOException {
    Path jar = Files.createFile(folder.resolve("an agent+1.jar"));

    assertThat(AgentJar.at(jar.toUri().toURL())).isEqualTo(jar);
  }

  @Test
  void aJarInAJarIsCopiedOut() throws IOException {
    Path outer = folder.resolve("app.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(outer))) {
      zip.putNextEntry(new ZipEntry("BOOT-INF/lib/layertap-agent.jar"));
      zip.write(new byte[] {1, 2, 3});
    }

    Path copy =
        AgentJar.at(new URL("jar:" + outer.toUri() + "!/BOOT-INF/lib/layertap-agent.jar!/"));

    assertThat(copy).hasBinaryContent(new byte[] {1, 2, 3});
  }

  @Test
  void aFolderOfClassesIsNoJar() {
    assertThatThrownBy(() -> AgentJar.at(folder.toUri().toURL()))
        .hasMessage("its classes lie in " + folder + ", which is no jar.");
  }
}
