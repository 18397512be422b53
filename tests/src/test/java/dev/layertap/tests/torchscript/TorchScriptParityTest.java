// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.ClassPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every activation of every model of the suite is what PyTorch's own forward hooks saw, and the
 * models' own outputs are the bits that a JVM without Layertap gives.
 */
class TorchScriptParityTest {
  private final Map<ParityCase, Comparison.Result> results = new LinkedHashMap<>();

  @TestFactory
  Stream<DynamicTest> everyActivationIsWhatPyTorchsHooksSaw(@TempDir Path temporary)
      throws Exception {
    // A scope attaches the agent, and only what is loaded after that can be seen into.
    Layertap.open(".").close();
    Path folder = ParityExport.into(temporary);
    ParityCounts counts = ParityCounts.read();
    Map<String, String[]> original = originalBits(folder);
    long start = System.nanoTime();
    return Stream.concat(
        ParityCase.below(folder).stream()
            .map(
                one ->
                    dynamicTest(
                        one.toString(),
                        () -> compare(one, counts, original.getOrDefault(one.toString(), NONE)))),
        Stream.of(dynamicTest("all in all", () -> sumUp(counts, start))));
  }

  private static final String[] NONE = {"", "", ""};

  private void compare(ParityCase one, ParityCounts counts, String[] original) throws Exception {
    Comparison.Result result = Comparison.of(one, false);
    results.put(one, result);
    assertThat(result.wrong()).isEmpty();
    assertThat(result.inputs().wrong()).isEmpty();
    assertThat(counts.difference(one, result)).isEqualTo(Optional.empty());
    assertThat(OriginalBits.evaluated(one)).as(one + ", no scope is open").isEqualTo(original[1]);
    assertThat(result.bits()).as(one + ", all is captured").isEqualTo(original[1]);
    assertThat(Comparison.of(one, true)).as(one + ", with a plan").isEqualTo(result);
    if (OriginalBits.isTrained(one)) {
      assertThat(OriginalBits.trained(one)).as(one + ", training").isEqualTo(original[2]);
      try (CaptureScope scope = Layertap.open("**", ".")) {
        assertThat(OriginalBits.trained(one))
            .as(one + ", captured in training")
            .isEqualTo(original[2]);
        assertThat(scope.passCount()).isPositive();
      }
    }
  }

  private static Map<String, String[]> originalBits(Path folder) throws Exception {
    ChildJvm.Result result =
        ChildJvm.running(OriginalBits.class, ClassPath.ofThisJvm().without("layertap-.*"))
            .arguments(folder)
            .run();
    assertThat(result.status()).as(result.err()).isZero();
    return result
        .out()
        .lines()
        .map(line -> line.split(":"))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts));
  }

  private void sumUp(ParityCounts counts, long start) throws IOException {
    System.out.printf(
        "Parity with PyTorch's hooks: %s; compared in %.0f s%n",
        ParityCounts.summary(results), (System.nanoTime() - start) / 1e9);
    Files.writeString(Path.of("target/torchscript-parity.txt"), ParityCounts.text(results));
    assertThat(counts.without(results)).isEmpty();
  }
}
