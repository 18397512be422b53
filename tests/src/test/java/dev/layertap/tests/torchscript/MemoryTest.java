// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.ClassPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** It takes minutes: {@code -Pmemory} runs it, and nothing else does. */
@Tag("memory")
class MemoryTest {
  private static final ClassPath ALL = ClassPath.ofThisJvm();
  private static final int WINDOW = 10_000;

  /** After them the JVM has compiled what there is, and the sinks have all their meters. */
  private static final int WARM_UPS = 2;

  private static final int WINDOWS = 10;
  private static final long MOST_HEAP_KB = 1_000;
  private static final long MOST_PROCESS_KB = 16_000;

  @Test
  void itStaysTheSameOverAHundredThousandPredictionsWithEverythingCaptured(@TempDir Path folder)
      throws IOException {
    Path configuration = folder.resolve("all.yaml");
    Files.writeString(
        configuration,
        """
        captures:
          - {name: outputs, select: "** or ."}
          - {name: inputs, select: "** or .", take: input}
          - {name: numbers, select: "** or .", take: statistics}
        sinks:
          - files: {folder: %s, disk: 20MB}
          - metrics
          - jfr
        pass-budget: 1000s
        """
            .formatted(folder.resolve("files")));
    ChildJvm.Result run =
        ChildJvm.running(ManyPredictions.class, ALL.without("layertap-agent.*"))
            .option("-Xmx256m")
            .option("-Xms256m")
            .option("-XX:+AlwaysPreTouch")
            .option(
                "-javaagent:" + ALL.only("layertap-agent.*").entries().get(0) + "=" + configuration)
            .option("-Dlayertap.cache=" + folder.resolve("cache"))
            .within(Duration.ofMinutes(30))
            .arguments(WINDOW, WARM_UPS + WINDOWS)
            .run();

    List<String> windows = run.lines("window");
    assertThat(windows).as(run.err()).hasSize(WARM_UPS + WINDOWS);
    long[] heap = column(windows, 0);
    long[] process = column(windows, 1);
    System.out.println("heap, kB: " + Arrays.toString(heap));
    System.out.println("process, kB: " + Arrays.toString(process));
    assertThat(growth(heap)).as("heap %s kB", Arrays.toString(heap)).isLessThan(MOST_HEAP_KB);
    assertThat(growth(process))
        .as("process %s kB", Arrays.toString(process))
        .isLessThan(MOST_PROCESS_KB);
    assertThat(run.notes().lines()) // predictions that come as fast as they can
        .allMatch(
            line -> line.startsWith("[layertap] passes come faster than the sinks take them"));
  }

  private static long[] column(List<String> windows, int column) {
    return windows.stream()
        .mapToLong(window -> Long.parseLong(window.split(" ", -1)[column]))
        .toArray();
  }

  /** From the middle of the first half of the windows to that of the second: single ones vary. */
  private static long growth(long[] windows) {
    int half = WARM_UPS + WINDOWS / 2;
    return median(Arrays.copyOfRange(windows, half, windows.length))
        - median(Arrays.copyOfRange(windows, WARM_UPS, half));
  }

  private static long median(long[] values) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
