// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param image the image to classify; none means the one that comes with the sample
 * @param weights the state dict to load; none means seeded weights
 * @param out the folder to write to
 * @param help whether only the usage is wanted
 */
record Options(@Nullable Path image, @Nullable Path weights, Path out, boolean help) {
  static final String USAGE =
      """
      Usage: resnet18 [--image FILE] [--weights FILE] [--out DIR]

        --image FILE    the image to classify (default: one that comes with the sample)
        --weights FILE  a state dict under torchvision's names, .safetensors or .npz
                        (default: random weights, the same in every run)
        --out DIR       where activations and pictures go (default: target/resnet18)
        --help          print this
      """;

  /** Wrong arguments: printed with the usage. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  static Options parse(String... args) throws UsageException {
    Path image = null;
    Path weights = null;
    Path out = Path.of("target", "resnet18");
    for (int i = 0; i < args.length; i++) {
      String option = args[i];
      switch (option) {
        case "--image" -> image = file(option, value(args, ++i));
        case "--weights" -> weights = file(option, value(args, ++i));
        case "--out" -> out = Path.of(value(args, ++i));
        case "--help" -> {
          return new Options(image, weights, out, true);
        }
        default -> throw new UsageException("Unknown argument: " + option);
      }
    }
    return new Options(image, weights, out, false);
  }

  private static String value(String[] args, int index) throws UsageException {
    if (index == args.length || args[index].startsWith("--")) {
      throw new UsageException("A value is missing after " + args[index - 1]);
    }
    return args[index];
  }

  private static Path file(String option, String value) throws UsageException {
    Path file = Path.of(value);
    if (!Files.isRegularFile(file)) {
      throw new UsageException(option + ": there is no file " + file.toAbsolutePath());
    }
    return file;
  }
}
