// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.error;

import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** A place was called another number of times. */
public final class ShouldHaveBeenCalled extends BasicErrorMessageFactory {
  private ShouldHaveBeenCalled(String text) {
    super("%n%s", unquotedString(text));
  }

  private static final int SHOWN = 10;

  /**
   * Makes the message.
   *
   * @param name what the calls were captured as
   * @param expected how many calls were expected
   * @param calls the calls
   * @return the message
   */
  public static ErrorMessageFactory shouldHaveBeenCalled(
      String name, int expected, List<String> calls) {
    return new ShouldHaveBeenCalled(
        """
        Expecting
          %s
        to have been called %s, but %s"""
            .formatted(
                name,
                expected == 1 ? "once" : expected + " times",
                calls.isEmpty() ? "it was not called." : found(calls)));
  }

  private static String found(List<String> calls) {
    return calls.stream()
        .limit(SHOWN)
        .collect(
            Collectors.joining(
                "\n  ",
                "there %s %d:\n  ".formatted(calls.size() == 1 ? "was" : "were", calls.size()),
                calls.size() > SHOWN ? "\n  and %d more".formatted(calls.size() - SHOWN) : ""));
  }
}
