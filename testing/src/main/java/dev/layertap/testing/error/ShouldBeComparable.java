// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.error;

import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** Two arrays cannot be compared: their shapes or types differ. */
public final class ShouldBeComparable extends BasicErrorMessageFactory {
  private ShouldBeComparable(String text) {
    super("%n%s", unquotedString(text));
  }

  /**
   * Makes the message.
   *
   * @param actual what the array is
   * @param expected what it is compared with
   * @param what what differs: {@code shapes}
   * @param found what the array has
   * @param wanted what the other one has
   * @return the message
   */
  public static ErrorMessageFactory shouldBeComparable(
      String actual, String expected, String what, Object found, Object wanted) {
    return new ShouldBeComparable(
        """
        Expecting
          %s
        to be like
          %s
        but their %s differ: %s, expected %s"""
            .formatted(actual, expected, what, found, wanted));
  }
}
