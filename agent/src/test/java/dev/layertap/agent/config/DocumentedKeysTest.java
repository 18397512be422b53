// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/configure.md} and {@link Key} together. */
class DocumentedKeysTest {
  private static final String HEADER =
      "| key | system property | environment variable | default | meaning | example |";

  /** A row of the page's table. */
  private record Row(
      String key, String property, String variable, String standard, String meaning) {}

  private static List<List<String>> rows() throws IOException {
    return Files.readString(Path.of("../docs/configure.md"))
        .lines()
        .dropWhile(line -> !line.equals(HEADER))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> Stream.of(line.split("(?<!\\\\)\\|")).skip(1).map(String::strip).toList())
        .toList();
  }

  @Test
  void thePageHasARowForEachKeyAndNoOther() throws IOException {
    assertThat(rows())
        .map(cells -> new Row(cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.get(4)))
        .containsExactlyElementsOf(
            Stream.of(Key.values())
                .map(
                    key ->
                        new Row(
                            code(key.key()),
                            code(key.property()),
                            code(key.variable()),
                            key.standard(),
                            key.meaning()))
                .toList());
  }

  @Test
  void eachExampleCanBeRead() throws IOException, ConfigurationException {
    for (List<String> cells : rows()) {
      String example = cells.get(5).replace("`", "");
      List<AgentArgument.Part> parts = AgentArgument.parts(example);

      assertThat(parts).as(example).hasSize(1);
      Key key = requireNonNull(Key.of(String.valueOf(parts.get(0).key())), example);
      assertThat(cells.get(0)).isEqualTo(code(key.key()));
      assertThat(Values.parse(key, parts.get(0).value(), "it", "here")).isNotNull();
    }
  }

  @Test
  void thePageNamesThePropertiesOfOtherParts() throws IOException {
    assertThat(Files.readString(Path.of("../docs/configure.md")))
        .contains(Key.OF_OTHERS.stream().map(DocumentedKeysTest::code).toList());
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
