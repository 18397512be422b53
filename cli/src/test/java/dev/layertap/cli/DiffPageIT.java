// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.testkit.Python;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/diff.md shows, run with the finished command and PyTorch itself. */
class DiffPageIT {
  private static final Path PAGE = Path.of("../docs/diff.md");
  private static final Path SCRIPT = Path.of("src/test/python/diff_page.py").toAbsolutePath();
  private static final String PROMPT = "$ layertap ";
  private static final String LEFT_OUT = "...";

  private static List<String> blocks(String language) throws IOException {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(PAGE, UTF_8))
        .results()
        .map((MatchResult block) -> block.group(1))
        .toList();
  }

  @Test
  void theOtherSideIsRecordedByTenLines() throws IOException {
    assertThat(blocks("python").get(0).lines()).hasSize(10);
  }

  @Test
  void theCommandsOnThePagePrintWhatThePageShows(@TempDir Path folder) throws Exception {
    List<Object> arguments = new ArrayList<>(List.of(folder));
    for (String snippet : blocks("python")) {
      arguments.add(Files.writeString(folder.resolve(arguments.size() + ".py"), snippet));
    }
    Python.with("torchvision").run(SCRIPT, arguments.toArray());
    List<String> blocks = blocks("console");
    assertThat(blocks).hasSize(4);
    for (String block : blocks) {
      for (String part : block.split("(?m)^\\$ layertap ", -1)) {
        if (!part.isEmpty()) {
          check(part, folder);
        }
      }
    }
  }

  private static void check(String part, Path folder) throws Exception {
    List<String> lines = part.lines().toList();
    LayertapProcess.Result result =
        LayertapProcess.in(folder).run((Object[]) lines.get(0).split(" ", -1));
    assertThat(result.err()).as(PROMPT + lines.get(0)).isEmpty();
    List<String> actual = result.out().lines().map(DiffPageIT::withoutFigures).toList();
    int at = 0;
    boolean isGap = false;
    for (String line : lines.subList(1, lines.size())) {
      if (line.equals(LEFT_OUT)) {
        isGap = true;
        continue;
      }
      String shown = withoutFigures(line);
      List<String> rest = actual.subList(at, actual.size());
      assertThat(rest).as(PROMPT + lines.get(0)).contains(shown);
      int index = rest.indexOf(shown);
      assertThat(isGap || index == 0).as("%s directly before %s", actual, line).isTrue();
      at += index + 1;
      isGap = false;
    }
    assertThat(isGap || at == actual.size()).as("all of %s is shown", lines.get(0)).isTrue();
  }

  /** How far rounding goes is the processor's business; where captures part is not. */
  private static String withoutFigures(String line) {
    boolean isFigures = line.matches("(Within|The (first|worst)|Around|  (actual|expected)) .*");
    return (isFigures ? line.replaceAll("[-\\d.,E]+|(less|more) than", "#") : line)
        .replaceFirst("  (same|values)  .*", "  $1")
        .replaceAll(" {2,}", "  ");
  }
}
