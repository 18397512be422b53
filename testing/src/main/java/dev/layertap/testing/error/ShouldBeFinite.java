// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.error;

import dev.layertap.compare.Elements;
import dev.layertap.compare.Excerpt;
import dev.layertap.value.Statistics;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** An array holds NaN or infinite elements. */
public final class ShouldBeFinite extends BasicErrorMessageFactory {
  private ShouldBeFinite(String text) {
    super("%n%s", unquotedString(text));
  }

  /**
   * Makes the message.
   *
   * @param array what the array is
   * @param statistics its numbers
   * @return the message
   */
  public static ErrorMessageFactory shouldBeFinite(String array, Statistics statistics) {
    return new ShouldBeFinite(head(array, statistics));
  }

  /**
   * Makes the message.
   *
   * @param array what the array is
   * @param statistics its numbers
   * @param elements its elements
   * @param first where the first stands that is not finite
   * @return the message
   */
  public static ErrorMessageFactory shouldBeFinite(
      String array, Statistics statistics, Elements elements, int first) {
    return new ShouldBeFinite(
        head(array, statistics)
            + "\nThe first, between its neighbours, at %s: %s"
                .formatted(elements.position(first), Excerpt.elements(first, elements)));
  }

  private static String head(String array, Statistics statistics) {
    return """
    Expecting
      %s
    to be finite, but %d of its %d elements are NaN and %d are infinite."""
        .formatted(array, statistics.nan(), statistics.count(), statistics.infinite());
  }
}
