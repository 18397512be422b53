// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.error;

import java.util.List;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** A scope has not captured what it should. */
public final class ShouldHaveCaptured extends BasicErrorMessageFactory {
  private ShouldHaveCaptured(String text) {
    super("%n%s", unquotedString(text));
  }

  /**
   * Makes the message.
   *
   * @param missing why each name that is missing is
   * @param summary what the scope has captured
   * @return the message
   */
  public static ErrorMessageFactory shouldHaveCaptured(List<String> missing, String summary) {
    return new ShouldHaveCaptured(
        """
        Expecting the scope to have captured what it has not:
          %s
        It has captured
          %s"""
            .formatted(String.join("\n  ", missing), summary));
  }

  /**
   * Makes the message for what should not have been captured.
   *
   * @param found the activations that are there
   * @return the message
   */
  public static ErrorMessageFactory shouldNotHaveCaptured(List<String> found) {
    return new ShouldHaveCaptured(
        "Expecting the scope not to have captured what it has:\n  " + String.join("\n  ", found));
  }
}
