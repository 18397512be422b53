// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.error;

import dev.layertap.compare.Elements;
import dev.layertap.compare.Excerpt;
import dev.layertap.compare.Percent;
import dev.layertap.value.Statistics;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** An array has elements outside of a range. */
public final class ShouldBeBetween extends BasicErrorMessageFactory {
  private ShouldBeBetween(String text) {
    super("%n%s", unquotedString(text));
  }

  /**
   * Makes the message.
   *
   * @param array what the array is
   * @param minimum the smallest element that is allowed
   * @param maximum the largest element that is allowed
   * @param elements its elements
   * @param first where the first stands that is outside
   * @param outside how many are outside
   * @return the message
   */
  public static ErrorMessageFactory shouldBeBetween(
      String array, double minimum, double maximum, Elements elements, int first, int outside) {
    return new ShouldBeBetween(
        """
        Expecting all elements of
          %s
        to be in the range
          [%s, %s]
        but %d of %d are not (%s).
        The first, between its neighbours, at %s: %s"""
            .formatted(
                array,
                minimum,
                maximum,
                outside,
                elements.size(),
                Percent.of(outside, elements.size()),
                elements.position(first),
                Excerpt.elements(first, elements)));
  }

  /**
   * Makes the message for an array of which only statistics are there.
   *
   * @param array what the array is
   * @param minimum the smallest element that is allowed
   * @param maximum the largest element that is allowed
   * @param statistics its numbers
   * @return the message
   */
  public static ErrorMessageFactory shouldBeBetween(
      String array, double minimum, double maximum, Statistics statistics) {
    return new ShouldBeBetween(
        """
        Expecting all elements of
          %s
        to be in the range
          [%s, %s]
        but they were in
          [%s, %s], %d NaN, %d infinite"""
            .formatted(
                array,
                minimum,
                maximum,
                statistics.minimum(),
                statistics.maximum(),
                statistics.nan(),
                statistics.infinite()));
  }
}
