// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.error;

import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** Two places ran in another order, or did not run in the same pass. */
public final class ShouldHaveRunBefore extends BasicErrorMessageFactory {
  private ShouldHaveRunBefore(String text) {
    super("%n%s", unquotedString(text));
  }

  /**
   * Makes the message.
   *
   * @param earlier what should have run first
   * @param later what should have run after it
   * @param found the order in which they ran
   * @return the message
   */
  public static ErrorMessageFactory shouldHaveRunBefore(
      String earlier, String later, String found) {
    return new ShouldHaveRunBefore(
        """
        Expecting
          %s
        to have run before
          %s
        but %s"""
            .formatted(earlier, later, found));
  }
}
