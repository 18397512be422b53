// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.ClassPath;
import dev.layertap.tests.apps.PeakMemory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model of 24 modules that return 64 MB each: what a run holds until it ends is what was asked
 * for, and no more.
 */
@EnabledOnOs(OS.LINUX) // only there a process tells its peak
class TwinMemoryTest {
  private static final Path MODEL =
      Path.of("..", "torchscript", "src", "test", "resources", "types", "wide.pt");

  /** Of what one module returns a copy may be on its way, and a JVM is never twice the same. */
  private static final long MARGIN = 100_000;

  private final Path cache;

  TwinMemoryTest(@TempDir Path cache) {
    this.cache = cache;
  }

  private ChildJvm.Result run(String... more) {
    return runWithAgent("", more);
  }

  private ChildJvm.Result runWithAgent(String argument, String... more) {
    List<Object> arguments = new ArrayList<>(List.of(MODEL));
    arguments.addAll(List.of(more));
    ChildJvm.Result result =
        ChildJvm.running(PeakMemory.class, ClassPath.ofThisJvm())
            .option(
                "-javaagent:"
                    + ClassPath.ofThisJvm().only("layertap-agent.*").entries().get(0)
                    + argument)
            .option("-Xmx256m")
            .option("-Dlayertap.cache=" + cache)
            .variable("OMP_NUM_THREADS", "1")
            .arguments(arguments.toArray())
            .run();
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.lines("output ")).isEqualTo(List.of(OUTPUT, OUTPUT));
    return result;
  }

  /** The sum of 16384 numbers around 8.5, halved 24 times. */
  private static final String OUTPUT = "0.008300781";

  private static long kilobytes(ChildJvm.Result result) {
    String line = result.lines("VmHWM:").get(0);
    return Long.parseLong(line.replaceAll("[^0-9]", ""));
  }

  @Test
  void statisticsAndReductionsOfAllModulesHoldNoneOfTheirArrays() {
    long plain = kilobytes(run());
    for (String take :
        List.of("statistics", "mean(0)", "max(1) float64", "slice(0, 3, 4)", "norm(0, 1)")) {
      ChildJvm.Result taken = run(take);
      assertThat(taken.lines("errors ")).containsExactly("[]");
      assertThat(kilobytes(taken)).as(take).isLessThan(plain + MARGIN);
    }
  }

  @Test
  void inputsOfEveryTenthPassThatAreReducedHoldNoneOfTheirArrays() {
    assertThat(kilobytes(run("input every(10) mean(1)"))).isLessThan(kilobytes(run()) + MARGIN);
  }

  @Test
  void aRunStopsKeepingAtTheScopesBudgetAndReturnsTheSame() {
    long plain = kilobytes(run());
    ChildJvm.Result limited = run("output", "150000000");
    assertThat(limited.lines("unfired "))
        .singleElement()
        .asString()
        .contains(
            "The scope's budget of 150.0 MB is used up: steps.2, pass 0, call 0 needs 67.1 MB more,"
                + " and 2 activations hold 134.2 MB (most: steps.0 67.1 MB, steps.1 67.1 MB). From"
                + " there on nothing was captured. Select fewer places, or keep less of them:"
                + " statistics, mean(2, 3), slice(0, 0, 1), last, every(10).");
    // What is kept is there twice while it is brought into the scope.
    assertThat(kilobytes(limited)).isLessThan(plain + 2 * 134_218 + MARGIN);
  }

  @Test
  void aRunStopsKeepingAtTheConfiguredBudgetToo() {
    long plain = kilobytes(run());
    ChildJvm.Result limited = runWithAgent("=captures=any=**,budget=150MB");
    assertThat(limited.err()).contains("[layertap] pass 0 of ");
    assertThat(kilobytes(limited)).isLessThan(plain + 2 * 150_000 + MARGIN);
  }
}
