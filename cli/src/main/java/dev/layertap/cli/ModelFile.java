// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import dev.layertap.torchscript.TorchScriptArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens what was given for {@code MODEL}. */
final class ModelFile {
  private ModelFile() {}

  static TorchScriptArchive open(Path file) throws IOException {
    check(file);
    return TorchScriptArchive.open(file);
  }

  /** Refuses what cannot be a model, before anything is loaded. */
  static void check(Path file) {
    if (!Files.isRegularFile(file)) {
      throw CommandFailure.wrongUse(
          "%s cannot be read: %s. MODEL is a file that torch.jit.save wrote."
              .formatted(file, Files.exists(file) ? "it is no file" : "there is no such file"));
    }
  }
}
