// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.error;

import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** Parameters of a block are frozen, or are not. */
public final class ShouldBeTrainable extends BasicErrorMessageFactory {
  private ShouldBeTrainable(String text) {
    super("%n%s", unquotedString(text));
  }

  private static final int SHOWN = 10;

  /**
   * Makes the message.
   *
   * @param node where it stands and what it is
   * @param expected {@code trainable} or {@code frozen}
   * @param others the parameters that are not
   * @param count how many parameters there are
   * @return the message
   */
  public static ErrorMessageFactory shouldBeTrainable(
      String node, String expected, List<String> others, int count) {
    return new ShouldBeTrainable(
        """
        Expecting
          %s
        to be %s, but %s"""
            .formatted(
                node,
                expected,
                count == 0
                    ? "it has no parameters"
                    : "%d of its %d parameters %s not: %s%s"
                        .formatted(
                            others.size(),
                            count,
                            others.size() == 1 ? "is" : "are",
                            others.stream().limit(SHOWN).collect(Collectors.joining(", ")),
                            others.size() > SHOWN
                                ? " and %d more".formatted(others.size() - SHOWN)
                                : "")));
  }
}
