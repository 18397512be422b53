// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.error;

import java.util.List;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** Captures of a scope gave nothing. */
public final class ShouldHaveFired extends BasicErrorMessageFactory {
  private ShouldHaveFired(String text) {
    super("%n%s", unquotedString(text));
  }

  /**
   * Makes the message.
   *
   * @param reasons why each gave nothing
   * @return the message
   */
  public static ErrorMessageFactory shouldHaveFired(List<String> reasons) {
    return new ShouldHaveFired(
        "Expecting all captures to have fired, but not all did:\n  "
            + String.join("\n  ", reasons));
  }
}
