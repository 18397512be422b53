// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.error;

import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** An array does not differ from another. */
public final class ShouldDiffer extends BasicErrorMessageFactory {
  private ShouldDiffer(String text) {
    super("%n%s", unquotedString(text));
  }

  /**
   * Makes the message.
   *
   * @param actual what the array is
   * @param other what it is compared with
   * @param how in what they do not differ: {@code bit for bit}
   * @return the message
   */
  public static ErrorMessageFactory shouldDiffer(String actual, String other, String how) {
    return new ShouldDiffer(
        """
        Expecting
          %s
        to differ from
          %s
        but they are the same, %s"""
            .formatted(actual, other, how));
  }
}
