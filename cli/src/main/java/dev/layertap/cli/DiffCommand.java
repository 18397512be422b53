// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code layertap diff}: where two captures part. No type of DJL is named here, so that help is
 * printed without loading any.
 */
@Command(
    name = "diff",
    description = {
      "Compares two captures in order of execution, and shows the first place where they part. "
          + "Either may come from Layertap or from PyTorch's forward hooks."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Within |A - B| <= atol + rtol * |B| elements are the same, and a NaN is a NaN.",
      "What is left out is as in torch.testing.assert_close: rtol 1.3e-6 and atol 1e-5",
      "for float32, 1e-3 and 1e-5 for float16, 1.6e-2 and 1e-5 for bfloat16, 1e-7 and",
      "1e-7 for float64, 0 for integers and bool. Of two types the larger counts.",
      "",
      "Examples:",
      "  layertap diff java.npz python.npz",
      "  layertap diff java.npz python.npz --rtol 1e-3 --atol 1e-4",
      "  layertap diff java.npz wrapped.safetensors --map model.=",
      "",
      "Exit status: 0 they are the same; 1 they differ; 2 wrong use, or a file that",
      "cannot be read."
    })
final class DiffCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "A",
      description = "An .npz or .safetensors file: what was found.")
  private Path a = Path.of("");

  @Parameters(index = "1", paramLabel = "B", description = "Another: what was expected.")
  private Path b = Path.of("");

  @Option(
      names = "--rtol",
      paramLabel = "R",
      description = "The relative tolerance, for all types.")
  private @Nullable Double relative;

  @Option(
      names = "--atol",
      paramLabel = "A",
      description = "The absolute tolerance, for all types.")
  private @Nullable Double absolute;

  @Option(
      names = "--map",
      paramLabel = "FROM=TO",
      description =
          "Renames places in both files. FROM is a path; or, ending with a dot, the beginning of paths; "
              + "'.' is the model itself. Several are tried in their order, and the first that fits "
              + "counts.")
  private List<String> renamings = new ArrayList<>();

  @Option(
      names = "--common",
      description = "What only one file has is listed, and is no difference.")
  private boolean common;

  @Option(
      names = "--strict-types",
      description = "Another type is a difference, even where the values are close.")
  private boolean strictTypes;

  @Option(names = "--json", description = "Print one JSON document instead of the table.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    DiffPlan plan = new DiffPlan(a, b, relative, absolute, renamings, common, strictTypes);
    return new DiffRun(plan, new Progress(spec.commandLine().getErr()))
        .run(json, spec.commandLine().getOut());
  }
}
