// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What loading a TorchScript file takes when its rewritten copy is in the cache, against loading
 * the file without Layertap. A start is what is measured, so each load has a JVM of its own.
 */
final class CacheCase implements Case {
  private static final int SMALL_ROUNDS = 20;
  private static final int LARGE_ROUNDS = 6;

  @Override
  public String name() {
    return "torchscript.cache";
  }

  @Override
  public List<Figure> measure() throws Exception {
    Path folder = Files.createTempDirectory("cache-benchmark");
    try {
      List<Figure> figures = new ArrayList<>();
      Optional<Path> resnet = export("resnet18", folder);
      if (resnet.isPresent()) {
        figures.add(
            Figure.of(
                "torchscript.cache.resnet18",
                "a second start: loading ResNet-18, against loading it without Layertap",
                Estimate.of(loads(resnet.get(), folder, SMALL_ROUNDS, false)),
                "ms",
                60,
                SMALL_ROUNDS));
      }
      Optional<Path> largest = export("regnet_y_128gf", folder);
      if (largest.isPresent()) {
        figures.add(
            Figure.of(
                "torchscript.cache.largest",
                "the same with the largest model of torchvision (regnet_y_128gf, 2.6 GB)",
                Estimate.of(loads(largest.get(), folder, LARGE_ROUNDS, true)),
                "x",
                2.5,
                LARGE_ROUNDS));
      }
      return figures;
    } finally {
      Folders.delete(folder);
    }
  }

  private static Optional<Path> export(String model, Path folder) throws Exception {
    Path file = folder.resolve(model + ".pt");
    return PythonExport.run(model, "export_model.py", model, file.toString())
        ? Optional.of(file)
        : Optional.empty();
  }

  /** By turns, as everywhere: the difference in milliseconds, or the ratio. */
  private static double[] loads(Path model, Path folder, int rounds, boolean ratio)
      throws Exception {
    String agent = "-javaagent:" + AgentFile.layertap();
    String cache = "-Dlayertap.cache=" + folder.resolve("cache");
    load(model, agent, cache); // writes the copy
    load(model);
    double[] figures = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      boolean plainFirst = i % 2 == 0;
      double first = plainFirst ? load(model) : load(model, agent, cache);
      double second = plainFirst ? load(model, agent, cache) : load(model);
      double plain = plainFirst ? first : second;
      double copy = plainFirst ? second : first;
      figures[i] = ratio ? copy / plain : copy - plain;
    }
    return figures;
  }

  private static double load(Path model, String... options) throws Exception {
    return ChildRun.of(LoadTorchScript.class, List.of(options), model.toString());
  }
}
