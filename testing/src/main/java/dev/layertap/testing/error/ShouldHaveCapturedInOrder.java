// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.error;

import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** A scope has captured other things, or in another order. */
public final class ShouldHaveCapturedInOrder extends BasicErrorMessageFactory {
  private ShouldHaveCapturedInOrder(String text) {
    super("%n%s", unquotedString(text));
  }

  private static final int SHOWN = 20;

  /**
   * Makes the message.
   *
   * @param actual the captured names, one for each call, in order of execution
   * @param expected the names that were expected
   * @return the message
   */
  public static ErrorMessageFactory shouldHaveCapturedInOrder(
      List<String> actual, List<String> expected) {
    int at = 0;
    while (at < actual.size() && at < expected.size() && actual.get(at).equals(expected.get(at))) {
      at++;
    }
    return new ShouldHaveCapturedInOrder(
        """
        Expecting the scope to have captured exactly, in this order,
          %s
        but it has captured
          %s
        They differ at index %d: %s, expected %s"""
            .formatted(shown(expected), shown(actual), at, one(actual, at), one(expected, at)));
  }

  private static String shown(List<String> names) {
    return names.stream().limit(SHOWN).collect(Collectors.joining(", "))
        + (names.size() > SHOWN ? " and %d more".formatted(names.size() - SHOWN) : "");
  }

  private static String one(List<String> names, int index) {
    return index < names.size() ? "\"" + names.get(index) + "\"" : "nothing more";
  }
}
