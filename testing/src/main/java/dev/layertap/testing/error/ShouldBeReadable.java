// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.error;

import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** What is asserted on is not there, and Layertap says why. */
public final class ShouldBeReadable extends BasicErrorMessageFactory {
  private ShouldBeReadable(String text) {
    super("%n%s", unquotedString(text));
  }

  /**
   * Makes the message.
   *
   * @param reason what Layertap says
   * @return the message
   */
  public static ErrorMessageFactory shouldBeReadable(String reason) {
    return new ShouldBeReadable(reason);
  }
}
