// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.error;

import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** A number about an array is out of bounds: its mean, its norm, its share of zeros. */
public final class ShouldHaveMeasure extends BasicErrorMessageFactory {
  private ShouldHaveMeasure(String text) {
    super("%n%s", unquotedString(text));
  }

  /**
   * Makes the message.
   *
   * @param array what the array is
   * @param measure what was measured: {@code mean}
   * @param minimum the smallest value that is allowed
   * @param maximum the largest value that is allowed
   * @param actual the measured value
   * @return the message
   */
  public static ErrorMessageFactory shouldHaveMeasure(
      String array, String measure, double minimum, double maximum, double actual) {
    return new ShouldHaveMeasure(
        """
        Expecting
          %s
        to have a %s between
          %s and %s
        but it was
          %s"""
            .formatted(array, measure, minimum, maximum, actual));
  }
}
