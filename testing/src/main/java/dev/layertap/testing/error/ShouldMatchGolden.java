// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.error;

import java.util.List;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** Captured values are not those of a golden file. */
public final class ShouldMatchGolden extends BasicErrorMessageFactory {
  private ShouldMatchGolden(String text) {
    super("%n%s", unquotedString(text));
  }

  private static final int LISTED = 10;

  /**
   * A capture that does not match.
   *
   * @param summary a line about it
   * @param details the whole of what differs
   */
  public record Difference(String summary, String details) {}

  /**
   * Makes the message.
   *
   * @param golden the golden's name
   * @param file where it lies
   * @param compared how many values there are in the scope and the file
   * @param differences what does not match, in order of execution, at least one
   * @param update how to write the file anew
   * @return the message
   */
  public static ErrorMessageFactory shouldMatchGolden(
      String golden, String file, int compared, List<Difference> differences, String update) {
    StringBuilder text =
        new StringBuilder(
            "Expecting what was captured to match the golden \"%s\" (%s), but %d of %d values do not. In order of execution:"
                .formatted(golden, file, differences.size(), compared));
    differences.stream().limit(LISTED).forEach(one -> text.append("\n  ").append(one.summary()));
    if (differences.size() > LISTED) {
      text.append("\n  and %d more".formatted(differences.size() - LISTED));
    }
    text.append("\nThe first of them:\n").append(differences.get(0).details().strip());
    return new ShouldMatchGolden(text.append("\n").append(update).toString());
  }

  /**
   * Makes the message for a golden that is not there.
   *
   * @param golden the golden's name
   * @param places where it was looked for
   * @param update how to write it
   * @return the message
   */
  public static ErrorMessageFactory shouldHaveGolden(String golden, String places, String update) {
    return new ShouldMatchGolden(
        "There is no golden \"%s\"; it was looked for as %s.\n%s"
            .formatted(golden, places, update));
  }
}
