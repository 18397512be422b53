// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * A median, and the interval in which the true one lies with 95% confidence.
 *
 * <p>Medians, because what disturbs a measurement on a shared machine only ever makes it longer.
 *
 * @param median the middle of the measurements
 * @param low the lower end of the interval
 * @param high the upper end
 */
record Estimate(double median, double low, double high) {
  private static final double NORMAL_95 = 1.96;

  /** The interval is that of the order statistics, and assumes no distribution. */
  static Estimate of(double[] measurements) {
    if (measurements.length == 0) {
      throw new IllegalArgumentException("no measurements, no median");
    }
    double[] sorted = measurements.clone();
    Arrays.sort(sorted);
    int count = sorted.length;
    double half = NORMAL_95 * Math.sqrt(count) / 2;
    int low = Math.max(0, (int) Math.floor(count / 2.0 - half));
    int high = Math.min(count - 1, (int) Math.ceil(count / 2.0 + half));
    double median =
        count % 2 == 1 ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2;
    return new Estimate(median, sorted[low], sorted[high]);
  }

  /**
   * What several JVMs say together, which differ by more than the interval of each: the middle one,
   * and an interval with all of theirs.
   */
  static Estimate ofAll(List<Estimate> estimates) {
    return new Estimate(
        of(estimates.stream().mapToDouble(Estimate::median).toArray()).median(),
        estimates.stream().mapToDouble(Estimate::low).min().orElseThrow(),
        estimates.stream().mapToDouble(Estimate::high).max().orElseThrow());
  }
}
