// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.traps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.ClassPath;
import dev.layertap.tests.apps.ManyThreads;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** In a JVM of its own, whose heap does not grow, so that all growth is the engine's. */
class ManyThreadsTest {

  /** The C library's heaps of so many threads settle first: they grow less with every round. */
  private static final List<Integer> WARM = List.of(300, 1_000);

  private static final int PASSES = 1_000;
  private static final int THREADS = 32;

  /** One array of 64 KiB that each scope forgot would be 200 MiB. */
  private static final long MOST_KILOBYTES_MORE = 48 * 1024;

  @Test
  @EnabledOnOs(OS.LINUX)
  void scopesOfManyThreadsOverOneModelSeeTheirOwnAndLeaveNothingBehind() {
    ChildJvm.Result result =
        ChildJvm.running(ManyThreads.class, ClassPath.ofThisJvm())
            .option("-XX:+EnableDynamicAgentLoading")
            .option("-Xms256m")
            .option("-Xmx256m")
            .option("-XX:+AlwaysPreTouch")
            .option("-XX:+UseSerialGC")
            .option("-Dai.djl.pytorch.num_threads=1")
            .option("-Dai.djl.pytorch.num_interop_threads=1")
            .arguments(WARM.toArray())
            .arguments(PASSES)
            .run();
    assertThat(result.lines("wrong")).as(result.err()).containsExactly("0");
    assertThat(result.lines("right"))
        .containsExactly(Long.toString(5L * THREADS * (300 + 1_000 + PASSES)));
    assertThat(result.lines("listeners")).containsExactly("null");
    assertThat(result.lines("left")).isEmpty();
    long[] before = numbers(result, WARM.size() - 1);
    long[] after = numbers(result, WARM.size());
    assertThat(after[0]).as("arrays").isEqualTo(before[0]);
    assertThat(after[1] - before[1]).as("resident kilobytes").isLessThan(MOST_KILOBYTES_MORE);
  }

  private static long[] numbers(ChildJvm.Result result, int round) {
    return Arrays.stream(result.lines("round").get(round).split(" "))
        .mapToLong(Long::parseLong)
        .toArray();
  }
}
