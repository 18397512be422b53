// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.error;

import dev.layertap.compare.Comparison;
import dev.layertap.compare.Mismatch;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** Elements of an array are not the same bits as those of another. */
public final class ShouldBeBitwiseEqual extends BasicErrorMessageFactory {
  private ShouldBeBitwiseEqual(String text) {
    super("%n%s", unquotedString(text));
  }

  /**
   * Makes the message.
   *
   * @param actual what the array is
   * @param expected what it is compared with
   * @param comparison what differs
   * @return the message
   */
  public static ErrorMessageFactory shouldBeBitwiseEqual(
      String actual, String expected, Comparison comparison) {
    return new ShouldBeBitwiseEqual(
        """
        Expecting
          %s
        to be bit for bit equal to
          %s
        but they differ in %s"""
            .formatted(actual, expected, comparison.describe()));
  }

  /**
   * Makes the message for a number that is no array.
   *
   * @param actual what the number is
   * @param expected what it is compared with
   * @param mismatch both numbers
   * @return the message
   */
  public static ErrorMessageFactory shouldBeTheSameNumber(
      String actual, String expected, Mismatch mismatch) {
    return new ShouldBeBitwiseEqual(
        """
        Expecting
          %s
        to be bit for bit equal to
          %s
        but it is %s"""
            .formatted(actual, expected, mismatch.describe()));
  }
}
