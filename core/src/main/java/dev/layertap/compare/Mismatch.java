// SPDX-License-Identifier: Apache-2.0
package dev.layertap.compare;

/**
 * One element that is not as expected.
 *
 * @param index its place, counted through all axes
 * @param position its index on each axis
 * @param actual what was found
 * @param expected what was expected
 * @param absoluteError how far they lie apart
 * @param relativeError that, divided by the size of what was expected
 * @param ulps that, in representable numbers; the largest number if it cannot be counted
 * @param excerpt the elements around it, two lines
 */
public record Mismatch(
    int index,
    String position,
    String actual,
    String expected,
    double absoluteError,
    double relativeError,
    long ulps,
    String excerpt) {

  static Mismatch at(int index, Elements actual, Elements expected) {
    double error = actual.distance(index, expected);
    boolean comparable = actual.type() == expected.type();
    return new Mismatch(
        index,
        actual.position(index),
        actual.text(index),
        expected.text(index),
        error,
        error == 0 ? 0 : error / Math.abs(expected.at(index)),
        comparable ? actual.ulps(index, expected) : Long.MAX_VALUE,
        Excerpt.around(index, actual)
            + "\n  actual    "
            + Excerpt.elements(index, actual)
            + "\n  expected  "
            + Excerpt.elements(index, expected));
  }

  String line(String which) {
    return "The %s at %s: %s".formatted(which, position, describe());
  }

  /**
   * Says what was found, what was expected, and how far they lie apart.
   *
   * @return such as {@code 1.25, expected 1.5; absolute error 0.250, relative error 0.167, 2 ULPs.}
   */
  public String describe() {
    return "%s, expected %s; absolute error %s, relative error %s%s."
        .formatted(
            actual,
            expected,
            Excerpt.shortened(absoluteError),
            Excerpt.shortened(relativeError),
            ulps == Long.MAX_VALUE ? "" : ", " + ulps + (ulps == 1 ? " ULP" : " ULPs"));
  }
}
