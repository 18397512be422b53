// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.error;

import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** An array points in another direction. */
public final class ShouldHaveCosineSimilarity extends BasicErrorMessageFactory {
  private ShouldHaveCosineSimilarity(String text) {
    super("%n%s", unquotedString(text));
  }

  /**
   * Makes the message.
   *
   * @param actual what the array is
   * @param expected what it is compared with
   * @param atLeast the smallest similarity that is allowed
   * @param similarity the similarity, NaN if one of them has no direction
   * @return the message
   */
  public static ErrorMessageFactory shouldHaveCosineSimilarity(
      String actual, String expected, double atLeast, double similarity) {
    return new ShouldHaveCosineSimilarity(
        """
        Expecting
          %s
        to have a cosine similarity to
          %s
        of at least
          %s
        but it was
          %s"""
            .formatted(
                actual,
                expected,
                atLeast,
                Double.isNaN(similarity)
                    ? "NaN: one of them is all zero, or not finite"
                    : Double.toString(similarity)));
  }
}
