// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.error;

import java.util.List;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** Something went wrong inside of Layertap. */
public final class ShouldHaveRunWithoutInternalErrors extends BasicErrorMessageFactory {
  private ShouldHaveRunWithoutInternalErrors(String text) {
    super("%n%s", unquotedString(text));
  }

  /**
   * Makes the message.
   *
   * @param errors a line for each error
   * @return the message
   */
  public static ErrorMessageFactory shouldHaveRunWithoutInternalErrors(List<String> errors) {
    return new ShouldHaveRunWithoutInternalErrors(
        """
        Expecting no errors inside of Layertap, but there were %d, so what was captured may not be all:
          %s"""
            .formatted(errors.size(), String.join("\n  ", errors)));
  }
}
