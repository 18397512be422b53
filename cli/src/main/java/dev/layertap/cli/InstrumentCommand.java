// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import dev.layertap.model.ModulePlace;
import dev.layertap.select.CaptureRequest;
import dev.layertap.torchscript.run.InstrumentedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code layertap instrument}: a model that Python and C++ capture from. */
@Command(
    name = "instrument",
    description = {
      "Writes a copy of a TorchScript model that any libtorch loads, Python's and C++'s too, and that "
          + "runs as before. Its method layertap_capture takes what forward takes, and returns what "
          + "forward returns and a dict of tensors. Nothing of the model is run."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Keys of the dict are those of capture: PATH#CALL, PATH#CALL/K, PATH#CALL<I, #0.",
      "",
      "Example:",
      "  layertap instrument resnet18.pt --select 'layer*.0.**' --out resnet18-layers.pt",
      "  python3 -c 'import torch; model = torch.jit.load(\"resnet18-layers.pt\")",
      "  result, activations = model.layertap_capture(torch.rand(1, 3, 224, 224))'",
      "",
      "Exit status: 0 all is there; 1 a selector matches nothing, or nothing that can be",
      "captured; 2 wrong use."
    })
final class InstrumentCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "A file that torch.jit.save wrote.")
  private Path model = Path.of("");

  @Option(
      names = "--select",
      paramLabel = "SELECTOR",
      description = "Which modules, as with capture. Several add up. Without it all are taken.")
  private List<String> selectors = new ArrayList<>();

  @Option(
      names = "--what",
      paramLabel = "WHAT",
      defaultValue = "output",
      converter = CaptureCommand.WhatConverter.class,
      description = "What is taken of each module: output, input or both; its output if left out.")
  private CaptureCommand.What what = CaptureCommand.What.OUTPUT;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where to. A file that is there is replaced, unless it is MODEL.")
  private Path out = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    ModelFile.check(model);
    checkFolder();
    SelectorList selected = SelectorList.parse(selectors);
    List<ModulePlace> seen = new ArrayList<>();
    InstrumentedModel written;
    try {
      InstrumentedModel.Check check =
          places -> {
            selected.requireMatches(model.toString(), places);
            seen.addAll(places);
          };
      written =
          InstrumentedModel.write(
              model,
              out,
              selected::matches,
              what != CaptureCommand.What.INPUT,
              what != CaptureCommand.What.OUTPUT,
              check);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.wrongUse(String.valueOf(e.getMessage()), e);
    }
    report(written);
    return misses(selected, seen, written);
  }

  private void checkFolder() {
    Path folder = out.toAbsolutePath().getParent();
    if (Files.isDirectory(out) || folder == null) {
      throw CommandFailure.wrongUse(out + " cannot be written: it is a folder.");
    }
    if (!Files.isDirectory(folder)) {
      throw CommandFailure.wrongUse(
          "%s cannot be written: there is no folder %s. Create it first."
              .formatted(out, folder.normalize()));
    }
  }

  private void report(InstrumentedModel written) {
    PrintWriter to = spec.commandLine().getOut();
    int modules = written.captured().size();
    to.println(
        "%s captures from %d %s:".formatted(out, modules, modules == 1 ? "module" : "modules"));
    for (Map.Entry<String, String> method : written.methods().entrySet()) {
      to.println("  %s, for %s".formatted(method.getValue(), method.getKey()));
    }
    if (!written.opaque().isEmpty()) {
      to.println();
      to.println("Opaque:");
      written
          .opaque()
          .forEach(place -> to.println("  " + place + ": " + place.opaque().orElseThrow()));
    }
  }

  /** A selector that picks nothing that can be seen is a miss, as it is in a capture. */
  private int misses(SelectorList selected, List<ModulePlace> places, InstrumentedModel written) {
    if (selected.isEverything()) {
      return ExitCodes.OK;
    }
    int status = ExitCodes.OK;
    for (CaptureRequest request : selected.selectors()) {
      Stream<ModulePlace> picked = places.stream().filter(request.selector()::matches);
      if (picked.noneMatch(place -> place.path().isRoot() || written.captured().contains(place))) {
        spec.commandLine()
            .getErr()
            .println("layertap: Nothing can be captured for \"%s\".".formatted(request.text()));
        status = ExitCodes.MISS;
      }
    }
    return status;
  }
}
