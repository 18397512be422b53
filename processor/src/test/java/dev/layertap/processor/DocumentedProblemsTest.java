// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import org.junit.jupiter.api.Test;

class DocumentedProblemsTest {
  @Test
  void theUsersPageListsEachIdInOrderAndWhetherItIsAnError() throws Exception {
    String page = Files.readString(Path.of("../docs/annotate.md"));
    List<String> listed =
        Pattern.compile(
                "^\\| `(Capture\\w+)` \\| (error|warning) \\| \\S.* \\| \\S.* \\|$",
                Pattern.MULTILINE)
            .matcher(page)
            .results()
            .map((MatchResult row) -> row.group(1) + " " + row.group(2))
            .toList();
    assertThat(listed)
        .isEqualTo(
            Arrays.stream(Problem.values())
                .map(
                    problem ->
                        problem.id()
                            + (problem.kind() == Diagnostic.Kind.ERROR ? " error" : " warning"))
                .collect(Collectors.toList()));
  }
}
