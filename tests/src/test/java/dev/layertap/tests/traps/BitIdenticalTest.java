// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.traps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.ClassPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * With everything captured, inputs and outputs, a model of blocks computes the same to the last
 * bit, in use and in training. (Of TorchScript models {@code TorchScriptParityTest} shows it.)
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BitIdenticalTest {
  private static final ClassPath ALL = ClassPath.ofThisJvm();
  private static final ClassPath APP = ALL.without("layertap-.*");

  private ChildJvm.Result bare;
  private ChildJvm.Result captured;
  private List<String> index;

  @BeforeAll
  void run(@TempDir Path folder) throws IOException {
    Path configuration = folder.resolve("all.yaml");
    Files.writeString(
        configuration,
        """
        captures:
          - {name: outputs, select: "** or .", take: output}
          - {name: inputs, select: "** or .", take: input}
          - {name: numbers, select: "** or .", take: statistics}
        sinks:
          - files: {folder: %s}
        """
            .formatted(folder.resolve("files")));
    bare = app().run();
    captured =
        app()
            .option(
                "-javaagent:"
                    + ALL.only("layertap-agent.*").entries().get(0)
                    + "="
                    + configuration
                    + ",pass-budget=1000s")
            .run();
    index = Files.readAllLines(folder.resolve("files/index.jsonl"));
  }

  private static ChildJvm app() {
    return ChildJvm.running(EveryBlockModel.class, APP);
  }

  static List<String> models() {
    return EveryBlockModel.names();
  }

  private static Map<String, String> bits(ChildJvm.Result run) {
    Map<String, String> bits = new TreeMap<>();
    for (String model : models()) {
      run.lines(model + ":").forEach(line -> bits.put(model, line));
    }
    return bits;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void theBitsAreTheSame(String model) {
    assertThat(bits(captured).get(model))
        .as(captured.err())
        .isNotNull()
        .isEqualTo(bits(bare).get(model));
  }

  @Test
  void eachPassWasCapturedWholeAndNothingWentWrong() {
    assertThat(captured.notes()).isEqualTo(bare.err());
    assertThat(index).hasSize(2 * models().size() - 2); // two are not trained
    assertThat(index).allMatch(line -> line.contains("\"name\":\"outputs\""));
    assertThat(index).noneMatch(line -> line.contains("errors"));
  }
}
