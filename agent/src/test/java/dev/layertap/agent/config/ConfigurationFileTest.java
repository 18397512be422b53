// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {
  private static Configuration read(String path) throws ConfigurationException {
    Findings findings = new Findings();
    new ConfigurationFile(path, "a test").read(findings);
    return findings.configuration();
  }

  @Test
  void aFileIsReadWithItsPathAsTheSource(@TempDir Path folder)
      throws IOException, ConfigurationException {
    Path file = Files.writeString(folder.resolve("layertap.yaml"), "captures: [maxpool]");

    assertThat(read(file.toString()).toMap())
        .isEqualTo(
            Map.of("captures", List.of(Map.of("capture", "maxpool", "origin", file + ", line 1"))));
  }

  @Test
  void aMissingFileIsNamedInFull() {
    assertProblem(
        "no/such.yaml",
        Path.of("no/such.yaml").toAbsolutePath() + " (from a test) does not exist.");
    assertProblem(
        "strict",
        Path.of("strict").toAbsolutePath()
            + " (from a test) does not exist; the key is written strict=VALUE.");
  }

  @Test
  void aFolderIsNoFile(@TempDir Path folder) {
    assertProblem(folder.toString(), folder + " (from a test) is a directory; name a YAML file.");
  }

  @Test
  void whatNoFileCanBeCalledIsSaid() {
    assertProblem(
        "layer\0tap",
        "\"layer\0tap\" (from a test) is not a file's path: Nul character not allowed.");
  }

  private static void assertProblem(String path, String message) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read(path))
        .withMessage(message);
  }
}
