// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code layertap capture}: what modules take and return in one run. No type of DJL is named here,
 * so that help is printed without loading any.
 */
@Command(
    name = "capture",
    description = {
      "Runs a TorchScript model once, and writes what its modules returned to a file. "
          + "A table of all values goes to standard output, "
          + "and after it what cannot be seen, and why."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Keys in the file:",
      "  PATH#CALL     a tensor; calls are counted from 0",
      "  PATH#CALL/K   an element of a tuple, list or dict",
      "  PATH#CALL<I   the input at position I",
      "  #0, #0/K      the model's own outputs",
      "",
      "Examples:",
      "  layertap capture resnet18.pt --input image.npy --out all.npz",
      "  layertap capture resnet18.pt --input dog.jpg --resize 224,224 \\",
      "      --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225 \\",
      "      --select maxpool --select 'layer*.0.**' --out some.safetensors",
      "  layertap capture bert.pt --input ids.npy --input mask.npy \\",
      "      --select 'type:*Attention' --what both --out attention.npz --json",
      "",
      "Exit status: 0 all is there; 1 a selector matches nothing, or nothing of what",
      "it matches ran; 2 wrong use, or the model fails on these inputs."
    })
final class CaptureCommand implements Callable<Integer> {
  /** What is taken of each module. */
  enum What {
    OUTPUT,
    INPUT,
    BOTH
  }

  static final class WhatConverter implements ITypeConverter<What> {
    @Override
    public What convert(String text) {
      return Stream.of(What.values())
          .filter(what -> what.name().toLowerCase(Locale.ROOT).equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "expected output, input or both; found \"%s\"".formatted(text)));
    }
  }

  @Parameters(paramLabel = "MODEL", description = "A file that torch.jit.save wrote.")
  private Path model = Path.of("");

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description = {
        "What the model is given: an .npy file; an .npz or .safetensors file, whose arrays in the order "
            + "of their names (numbers numerically) are the positional inputs; or an image. "
            + "Several are given one after the other. Optional inputs at the end may be left out."
      })
  private List<Path> inputs = new ArrayList<>();

  @Option(
      names = "--select",
      paramLabel = "SELECTOR",
      description =
          "Which modules: a path, a glob, type:GLOB, /REGEX/, '.' for the model itself, with and, or, "
              + "not. Several add up. Without it all are taken, as with '**'.")
  private List<String> selectors = new ArrayList<>();

  @Option(
      names = "--method",
      paramLabel = "NAME",
      defaultValue = "forward",
      description = "The method to run; ${DEFAULT-VALUE} if left out.")
  private String method = "forward";

  @Option(
      names = "--what",
      paramLabel = "WHAT",
      defaultValue = "output",
      converter = WhatConverter.class,
      description = "What is taken of each module: output, input or both; its output if left out.")
  private What what = What.OUTPUT;

  @Option(
      names = "--resize",
      paramLabel = "H,W",
      split = ",",
      hideParamSyntax = true,
      description = "Images: scale to this height and width.")
  private int[] resize = {};

  @Option(
      names = "--mean",
      paramLabel = "R,G,B",
      split = ",",
      hideParamSyntax = true,
      description = "Images: subtract these from the channels, which are scaled to 0..1 before.")
  private float[] mean = {};

  @Option(
      names = "--std",
      paramLabel = "R,G,B",
      split = ",",
      hideParamSyntax = true,
      description = "Images: divide the channels by these after that.")
  private float[] std = {};

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where to: an .npz or a .safetensors file. One that is there is replaced.")
  private Path out = Path.of("");

  @Option(names = "--json", description = "Print one JSON document instead of the table.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    ModelFile.check(model);
    ImagePreparation images = ImagePreparation.of(resize, mean, std);
    return new CaptureRun(
            new CapturePlan(
                model, inputs, images, SelectorList.parse(selectors), method, what, out),
            new Progress(spec.commandLine().getErr()))
        .run(json, spec.commandLine().getOut(), spec.commandLine().getErr());
  }
}
