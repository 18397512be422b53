// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.error;

import ai.djl.Device;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** An array is on another device. */
public final class ShouldBeOnDevice extends BasicErrorMessageFactory {
  private ShouldBeOnDevice(String text) {
    super("%n%s", unquotedString(text));
  }

  /**
   * Makes the message.
   *
   * @param array what the array is
   * @param actual where it is
   * @param expected where it should be
   * @return the message
   */
  public static ErrorMessageFactory shouldBeOnDevice(String array, Device actual, Device expected) {
    return new ShouldBeOnDevice(
        """
        Expecting
          %s
        to be on the device
          %s
        but it was on
          %s"""
            .formatted(array, expected, actual));
  }
}
