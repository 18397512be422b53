// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * One JMH run in one JVM of its own.
 *
 * @param nanos the average time of an operation
 * @param bytes what an operation allocates
 */
record JmhRun(double nanos, double bytes) {
  /** Runs a benchmark method with these options of the JVM. */
  static JmhRun of(Class<?> benchmark, String method, List<String> jvmOptions)
      throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(benchmark.getName() + "." + method + "$")
                    .jvmArgs(jvmOptions.toArray(String[]::new))
                    .forks(1)
                    .warmupIterations(5)
                    .warmupTime(TimeValue.milliseconds(500))
                    .measurementIterations(8)
                    .measurementTime(TimeValue.milliseconds(500))
                    .addProfiler(GCProfiler.class)
                    .verbosity(VerboseMode.SILENT)
                    .shouldFailOnError(true)
                    .build())
            .run();
    RunResult result = results.iterator().next();
    return new JmhRun(
        result.getPrimaryResult().getScore(),
        requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm")).getScore());
  }
}
