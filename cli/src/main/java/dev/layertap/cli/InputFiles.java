// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.layertap.file.ArrayFile;
import dev.layertap.file.ArrayFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads the files of {@code --input}, each one's arrays after those of the one before. */
final class InputFiles {
  private InputFiles() {}

  /** Refuses what shows before anything is loaded. */
  static void check(List<Path> files, ImagePreparation images) {
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw CommandFailure.wrongUse(
            "%s cannot be read: %s."
                .formatted(file, Files.exists(file) ? "it is no file" : "there is no such file"));
      }
    }
    if (!images.isNothing() && files.stream().noneMatch(InputFiles::isImage)) {
      throw CommandFailure.wrongUse(
          "--resize, --mean and --std are for images, and no --input is one. Leave them out.");
    }
  }

  static NDList read(List<Path> files, ImagePreparation images, NDManager manager)
      throws IOException {
    NDList inputs = new NDList();
    for (Path file : files) {
      if (isImage(file)) {
        inputs.add(ImageInput.read(file, images, manager));
      } else {
        inputs.addAll(arrays(file, manager));
      }
    }
    return inputs;
  }

  private static boolean isImage(Path file) {
    return ArrayFormat.of(file).isEmpty();
  }

  private static List<NDArray> arrays(Path file, NDManager manager) throws IOException {
    return ArrayFile.read(file, manager).entrySet().stream()
        .sorted(Map.Entry.comparingByKey(new NumericOrder()))
        .map(Map.Entry::getValue)
        .toList();
  }
}
