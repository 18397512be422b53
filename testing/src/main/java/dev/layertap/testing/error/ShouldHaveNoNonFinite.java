// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.error;

import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** A captured value is not finite, and this is where that began. */
public final class ShouldHaveNoNonFinite extends BasicErrorMessageFactory {
  private ShouldHaveNoNonFinite(String text) {
    super("%n%s", unquotedString(text));
  }

  /**
   * Makes the message.
   *
   * @param producer the first value that is not finite
   * @param statistics numbers about it
   * @param how what is known of where it comes from
   * @param passedOn how many later values are not finite either
   * @return the message
   */
  public static ErrorMessageFactory shouldHaveNoNonFinite(
      String producer, String statistics, String how, long passedOn) {
    return new ShouldHaveNoNonFinite(
        """
        Expecting all that was captured to be finite, but the first value that is not is
          %s
          %s
        %s%s"""
            .formatted(
                producer,
                statistics,
                how,
                passedOn == 0
                    ? ""
                    : passedOn == 1
                        ? "\n1 later value is not finite either."
                        : "\n%d later values are not finite either.".formatted(passedOn)));
  }
}
