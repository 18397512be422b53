// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

/**
 * Runs two things in turn, so that whatever slows the machine down slows both, and compares each
 * run with its neighbour.
 */
final class SideBySide {
  private SideBySide() {}

  /** Something that takes some milliseconds. */
  @FunctionalInterface
  interface Task {
    void run() throws Exception;
  }

  /**
   * The time of one as a multiple of the time of the other.
   *
   * @param warmUps how often both run before anything counts
   * @param rounds how often both are measured
   */
  static Estimate ratio(Task baseline, Task contender, int warmUps, int rounds) throws Exception {
    for (int i = 0; i < warmUps; i++) {
      baseline.run();
      contender.run();
    }
    double[] ratios = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      // By turns first: what the first leaves in the caches serves the second.
      if (i % 2 == 0) {
        double base = nanos(baseline);
        ratios[i] = nanos(contender) / base;
      } else {
        double other = nanos(contender);
        ratios[i] = other / nanos(baseline);
      }
    }
    return Estimate.of(ratios);
  }

  /** The difference of their times in milliseconds. */
  static Estimate difference(Task baseline, Task contender, int warmUps, int rounds)
      throws Exception {
    for (int i = 0; i < warmUps; i++) {
      baseline.run();
      contender.run();
    }
    double[] millis = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      double first = nanos(i % 2 == 0 ? baseline : contender);
      double second = nanos(i % 2 == 0 ? contender : baseline);
      millis[i] = (i % 2 == 0 ? second - first : first - second) / 1e6;
    }
    return Estimate.of(millis);
  }

  private static double nanos(Task task) throws Exception {
    long start = System.nanoTime();
    task.run();
    return System.nanoTime() - start;
  }
}
