// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.error;

import ai.djl.ndarray.types.Shape;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** An array has another shape. */
public final class ShouldHaveShape extends BasicErrorMessageFactory {
  private ShouldHaveShape(String text) {
    super("%n%s", unquotedString(text));
  }

  /**
   * Makes the message.
   *
   * @param array what the array is
   * @param actual its shape
   * @param expected the shape as it was written, a question mark for an axis of any length
   * @return the message
   */
  public static ErrorMessageFactory shouldHaveShape(String array, Shape actual, String expected) {
    return new ShouldHaveShape(
        """
        Expecting
          %s
        to have the shape
          %s
        but it was
          %s"""
            .formatted(array, expected, actual));
  }
}
