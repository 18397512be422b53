// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page with the figures, and the cases that make them. */
class DocumentedCasesTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9.-]+)`");

  private static List<String> rows() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "benchmarks.md"));
    return ROW.matcher(page)
        .results()
        .map(MatchResult::group)
        .map(DocumentedCasesTest::name)
        .toList();
  }

  private static String name(String row) {
    return row.substring(row.indexOf('`') + 1, row.length() - 1);
  }

  private static List<String> cases() {
    return Main.cases().stream().map(Case::name).toList();
  }

  @Test
  void eachRowBelongsToACaseThatCanBeAskedForByItsBeginning() throws IOException {
    assertThat(rows())
        .isNotEmpty()
        .doesNotHaveDuplicates()
        .allSatisfy(row -> assertThat(cases()).anyMatch(row::startsWith));
  }

  @Test
  void eachCaseHasARow() throws IOException {
    List<String> rows = rows();
    assertThat(cases()).allSatisfy(name -> assertThat(rows).anyMatch(row -> row.startsWith(name)));
  }

  @Test
  void casesAreChosenByTheBeginningsOfTheirNames() {
    List<Case> all = Main.cases();
    assertThat(Main.chosen(all, List.of())).isEqualTo(all);
    assertThat(Main.chosen(all, List.of("torchscript", "idle")))
        .extracting(Case::name)
        .containsExactly("idle", "torchscript.rewrite", "torchscript.cache", "torchscript.run");
    assertThat(Main.chosen(all, List.of("nothing"))).isEmpty();
  }
}
