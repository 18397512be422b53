// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.error;

import ai.djl.ndarray.types.DataType;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** An array has elements of another type. */
public final class ShouldHaveDataType extends BasicErrorMessageFactory {
  private ShouldHaveDataType(String text) {
    super("%n%s", unquotedString(text));
  }

  /**
   * Makes the message.
   *
   * @param array what the array is
   * @param actual its type
   * @param expected the type that it should have
   * @return the message
   */
  public static ErrorMessageFactory shouldHaveDataType(
      String array, DataType actual, DataType expected) {
    return new ShouldHaveDataType(
        """
        Expecting
          %s
        to have elements of type
          %s
        but they were
          %s"""
            .formatted(array, expected, actual));
  }
}
