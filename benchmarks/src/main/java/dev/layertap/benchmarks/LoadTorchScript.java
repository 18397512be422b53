// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A program that starts the engine, loads a TorchScript file as any app does, and says how long
 * that took.
 */
public final class LoadTorchScript {
  private LoadTorchScript() {}

  /**
   * Loads a model once.
   *
   * @param args the model's file
   * @throws Exception if it cannot be loaded
   */
  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[0]).toAbsolutePath();
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        Model model = Model.newInstance("model", "PyTorch")) {
      manager.ones(new Shape(1)).close(); // the engine's own start is not what is measured
      long start = System.nanoTime();
      model.load(file.getParent(), file.getFileName().toString());
      System.out.printf(Locale.ROOT, "%.3f%n", (System.nanoTime() - start) / 1e6);
    }
    System.out.flush();
    Runtime.getRuntime().halt(0); // libtorch's threads
  }
}
