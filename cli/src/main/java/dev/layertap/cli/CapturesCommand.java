// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import dev.layertap.annotation.DeclaredCapture;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code layertap captures}: what is annotated. */
@Command(
    name = "captures",
    description = {
      "Lists what @Capture names in compiled code. "
          + "The annotation processor wrote it down when the code was compiled; no class is loaded."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  layertap captures model.jar",
      "  layertap captures target/classes:lib/*",
      "  layertap captures app.jar --json | jq '.captures[].name'"
    })
final class CapturesCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "A jar, a folder of classes or of jars, or a class path of these.")
  private List<String> paths = new ArrayList<>();

  @Option(names = "--json", description = "Print one JSON document instead.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    List<FoundIndex> found = new ArrayList<>();
    for (String path : paths) {
      for (String entry : path.split(Pattern.quote(File.pathSeparator), -1)) {
        if (!entry.isEmpty()) {
          found.addAll(FoundIndex.in(Path.of(withoutWildcard(entry))));
        }
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(CapturesJson.of(found)));
    } else if (found.stream().anyMatch(one -> !one.index().captures().isEmpty())) {
      table(found).lines().forEach(out::println);
    }
    List<String> problems = found.stream().flatMap(one -> one.index().problems().stream()).toList();
    if (found.stream().allMatch(one -> one.index().captures().isEmpty() && problems.isEmpty())) {
      throw CommandFailure.miss(
          "No captures are listed in %s. Either nothing is annotated, or it was compiled without layertap-processor."
              .formatted(String.join(", ", paths)));
    }
    if (!problems.isEmpty()) {
      throw CommandFailure.miss(String.join("\n", problems));
    }
    return ExitCodes.OK;
  }

  /** As Java's own class paths name all jars of a folder. */
  private static String withoutWildcard(String entry) {
    return entry.replaceFirst("(?<=[/\\\\])\\*$", "");
  }

  private static TextTable table(List<FoundIndex> found) {
    TextTable table = new TextTable(4, "NAME", "DECLARED ON", "TAKE", "IN");
    for (FoundIndex one : found) {
      for (DeclaredCapture capture : one.index().captures()) {
        String take = capture.take().isEmpty() ? "output" : capture.take();
        table.add(capture.name(), capture.where(), take, one.source());
      }
    }
    return table;
  }
}
