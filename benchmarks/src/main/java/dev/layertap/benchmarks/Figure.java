// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import java.util.Locale;

/**
 * What came of a case.
 *
 * @param name short and stable, for the file of figures
 * @param described what was measured against what
 * @param value the figure, in its unit
 * @param low where the 95% interval of the figure begins
 * @param high where it ends
 * @param unit {@code x} for a ratio
 * @param bound what it may be at most; NaN if it is there for orientation only
 * @param samples how many measurements stand behind it
 */
record Figure(
    String name,
    String described,
    double value,
    double low,
    double high,
    String unit,
    double bound,
    int samples) {

  static Figure of(
      String name, String described, Estimate estimate, String unit, double bound, int samples) {
    return new Figure(
        name, described, estimate.median(), estimate.low(), estimate.high(), unit, bound, samples);
  }

  /** Whether the bound holds; true if there is none. */
  boolean holds() {
    return Double.isNaN(bound) || value <= bound;
  }

  String verdict() {
    return Double.isNaN(bound) ? "" : holds() ? "holds" : "MISSED";
  }

  String shown(double number) {
    return Double.isNaN(number)
        ? ""
        : String.format(Locale.ROOT, unit.equals("x") ? "%.4f" : "%.1f", number) + " " + unit;
  }
}
