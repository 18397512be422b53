// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import dev.layertap.torchscript.TorchScriptArchive;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code layertap tree}: what modules there are. */
@Command(
    name = "tree",
    description = {
      "Prints the modules of a TorchScript file. "
          + "The lines are those of print(torch.jit.load(MODEL)), each with its path and its number of "
          + "parameters behind a #. Nothing of the model is run."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  layertap tree resnet18.pt",
      "  layertap tree resnet18.pt --json | jq '.children[].path'"
    })
final class TreeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "A file that torch.jit.save wrote.")
  private Path model = Path.of("");

  @Option(names = "--json", description = "Print one JSON document instead.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    TorchScriptArchive archive = ModelFile.open(model);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(TreeJson.of(archive.root())));
    } else {
      out.print(archive.print());
    }
    return ExitCodes.OK;
  }
}
