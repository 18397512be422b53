// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.layertap.agent.app.PassesApp;
import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.Python;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/sinks.md shows, letter for letter. */
class SinksPageIT {
  /** The working folder is the one of the finished jar. */
  private static final Path PAGE = Apps.agentJar().resolveSibling("../../docs/sinks.md");

  private static final Pattern PYTHON = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL);

  private static String python() throws IOException {
    Matcher block = PYTHON.matcher(Files.readString(PAGE));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  @Test
  void pythonReadsEachPassOfTheShards(@TempDir Path folder) throws Exception {
    Python python = Python.with("numpy");
    Path sink = folder.resolve("sink");
    ChildJvm.Result run =
        Apps.running(PassesApp.class)
            .option(Apps.agent("captures=0;out=2,sinks=files(folder=" + sink + ", passes=2)"))
            .arguments(3)
            .run();
    Path script = Files.writeString(folder.resolve("read.py"), python());

    List<String> lines = python.runIn(sink, script).lines().toList();

    assertThat(lines).hasSize(6);
    List<String> results = run.lines("result");
    List<String> out = lines.stream().filter(line -> line.contains(" out ")).toList();
    for (int pass = 0; pass < 3; pass++) {
      assertThat(out.get(pass)).startsWith(pass + " 20");
      assertThat(Double.parseDouble(out.get(pass).replaceFirst(".* ", "")))
          .isCloseTo(mean(results.get(pass)), within(1e-4));
    }
  }

  private static double mean(String array) {
    return Stream.of(array.replaceAll("[\\[\\]\\s]", "").split(",", -1))
        .mapToDouble(Double::parseDouble)
        .average()
        .orElseThrow();
  }
}
