// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.error;

import dev.layertap.compare.Comparison;
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
}
