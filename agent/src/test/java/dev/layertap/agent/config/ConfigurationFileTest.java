// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {
  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  private Optional<ConfigurationFile> find(@Nullable String argument) {
    return ConfigurationFile.find(argument, properties::get, environment::get);
  }

  @Test
  void withoutAnyWordThereIsNoFile() {
    assertThat(find(null)).isEmpty();
    assertThat(find("  ")).isEmpty();
  }

  @Test
  void theArgumentIsStrongerThanThePropertyAndThatThanTheEnvironment() {
    environment.put("LAYERTAP_CONFIG", "environment.yaml");
    assertThat(find(null))
        .contains(
            new ConfigurationFile("environment.yaml", "the environment variable LAYERTAP_CONFIG"));

    properties.put("layertap.config", "property.yaml");
    assertThat(find(""))
        .contains(new ConfigurationFile("property.yaml", "the system property layertap.config"));

    assertThat(find("argument.yaml"))
        .contains(new ConfigurationFile("argument.yaml", "the agent's argument"));
  }

  @Test
  void theArgumentMayNameItsOption() {
    assertThat(find("config=some/layertap.yaml"))
        .contains(new ConfigurationFile("some/layertap.yaml", "the agent's argument"));
  }

  @Test
  void aFileIsReadWithItsPathAsTheSource(@TempDir Path folder)
      throws IOException, ConfigurationException {
    Path file = Files.writeString(folder.resolve("layertap.yaml"), "captures: [maxpool]");

    Configuration configuration = new ConfigurationFile(file.toString(), "a test").read();

    assertThat(configuration.toMap()).containsExactly(Map.entry("captures", List.of("maxpool")));
    assertThat(configuration.source()).isEqualTo(file.toString());
  }

  @Test
  void aMissingFileIsNamedInFull() {
    assertProblem(
        "no/such.yaml",
        Path.of("no/such.yaml").toAbsolutePath() + " (from a test) does not exist.");
  }

  @Test
  void aMistypedOptionIsNotMistakenForAFileWithoutAWord() {
    assertProblem(
        "confg=layertap.yaml",
        Path.of("confg=layertap.yaml").toAbsolutePath()
            + " (from a test) does not exist; the only option is \"config=FILE\".");
  }

  @Test
  void aFolderIsNoFile(@TempDir Path folder) {
    assertProblem(folder.toString(), folder + " (from a test) is a directory; name a YAML file.");
  }

  @Test
  void anEmptyNameIsNoFile() {
    assertProblem("", "a test names no file behind \"config=\".");
  }

  @Test
  void whatNoFileCanBeCalledIsSaid() {
    assertProblem(
        "layer\0tap",
        "\"layer\0tap\" (from a test) is not a file's path: Nul character not allowed.");
  }

  private static void assertProblem(String path, String message) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> new ConfigurationFile(path, "a test").read())
        .withMessage(message);
  }
}
