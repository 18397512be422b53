// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.error;

import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** A block or module of a model is not what it should be. */
public final class ShouldHaveProperty extends BasicErrorMessageFactory {
  private ShouldHaveProperty(String text) {
    super("%n%s", unquotedString(text));
  }

  /**
   * Makes the message.
   *
   * @param node where it stands and what it is
   * @param property what was looked at: {@code type}
   * @param expected what it should be
   * @param actual what it is
   * @return the message
   */
  public static ErrorMessageFactory shouldHaveProperty(
      String node, String property, Object expected, Object actual) {
    return new ShouldHaveProperty(
        """
        Expecting
          %s
        to have the %s
          %s
        but it was
          %s"""
            .formatted(node, property, expected, actual));
  }
}
