// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.layertap.file.ArrayFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The models of the torchscript module's tests, with what PyTorch's hooks saw in them. */
final class Fixtures {
  private static final Path FOLDER = Path.of("../torchscript/src/test/resources/models");

  private Fixtures() {}

  static Path model(String name) {
    return FOLDER.resolve(name + ".pt").toAbsolutePath().normalize();
  }

  /** What {@code print(torch.jit.load(...))} wrote. */
  static Path printed(String name) {
    return FOLDER.resolve(name + ".txt");
  }

  /** What the hooks saw, by the command's keys, and {@code input/0}, ... */
  static Map<String, NDArray> recorded(String name, NDManager manager) throws IOException {
    return ArrayFile.read(FOLDER.resolve(name + ".npz"), manager);
  }

  /** Writes the inputs of a model to a file that {@code --input} takes. */
  static Path inputs(String name, Path folder) throws IOException {
    Path file = folder.resolve("inputs of " + name + ".npz");
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      Map<String, NDArray> inputs = new LinkedHashMap<>(recorded(name, manager));
      inputs.keySet().removeIf(key -> !key.startsWith("input/"));
      ArrayFile.write(file, inputs);
    }
    return file;
  }
}
