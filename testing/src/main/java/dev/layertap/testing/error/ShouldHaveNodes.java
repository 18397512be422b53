// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.error;

import dev.layertap.text.NearestNames;
import java.util.List;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** A model has other paths. */
public final class ShouldHaveNodes extends BasicErrorMessageFactory {
  private ShouldHaveNodes(String text) {
    super("%n%s", unquotedString(text));
  }

  private static final int SHOWN = 30;

  /**
   * Makes the message.
   *
   * @param model the model's type
   * @param missing the paths that are not there
   * @param unexpected those that are there and should not be
   * @param paths all paths of the model
   * @return the message
   */
  public static ErrorMessageFactory shouldHaveNodes(
      String model, List<String> missing, List<String> unexpected, List<String> paths) {
    StringBuilder text = new StringBuilder("Expecting the paths of ").append(model).append(", but");
    missing.forEach(
        path ->
            text.append(
                "\n  there is no \"%s\".%s".formatted(path, NearestNames.didYouMean(path, paths))));
    unexpected.stream()
        .limit(SHOWN)
        .forEach(
            path -> text.append("\n  there is \"%s\", which was not expected.".formatted(path)));
    if (unexpected.size() > SHOWN) {
      text.append("\n  and %d more that were not expected.".formatted(unexpected.size() - SHOWN));
    }
    return new ShouldHaveNodes(text + "\nLayertap.tree(model) prints all paths.");
  }
}
