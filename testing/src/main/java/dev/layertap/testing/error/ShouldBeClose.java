// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.error;

import dev.layertap.compare.Comparison;
import dev.layertap.compare.Mismatch;
import dev.layertap.compare.Tolerance;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** Elements of an array are not close to those of another. */
public final class ShouldBeClose extends BasicErrorMessageFactory {
  private ShouldBeClose(String text) {
    super("%n%s", unquotedString(text));
  }

  /**
   * Makes the message.
   *
   * @param actual what the array is
   * @param expected what it is compared with
   * @param tolerance what is close enough
   * @param comparison what differs
   * @return the message
   */
  public static ErrorMessageFactory shouldBeClose(
      String actual, String expected, Tolerance tolerance, Comparison comparison) {
    return new ShouldBeClose(
        """
        Expecting
          %s
        to be close to
          %s
        within %s, but they differ in %s"""
            .formatted(actual, expected, tolerance, comparison.describe()));
  }

  /**
   * Makes the message for a number that is no array.
   *
   * @param actual what the number is
   * @param expected what it is compared with
   * @param tolerance what is close enough
   * @param mismatch both numbers
   * @return the message
   */
  public static ErrorMessageFactory shouldBeCloseNumber(
      String actual, String expected, Tolerance tolerance, Mismatch mismatch) {
    return new ShouldBeClose(
        """
        Expecting
          %s
        to be close to
          %s
        within %s, but it is %s"""
            .formatted(actual, expected, tolerance, mismatch.describe()));
  }
}
