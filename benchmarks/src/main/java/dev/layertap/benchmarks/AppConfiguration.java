// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the Spring Boot sample's JVM is told of Layertap. */
final class AppConfiguration {
  private AppConfiguration() {}

  /** The sample's own configuration, with a cache and a folder for its files of this run. */
  static List<String> asTheSample(Path folder, String cache) throws IOException {
    String text = Files.readString(ShapesApp.folder().resolve("layertap.yaml"));
    Path file = folder.resolve(cache + ".yaml");
    Files.writeString(
        file, text.replace("target/activations", folder.resolve(cache + "-files").toString()));
    return agent(folder.resolve(cache), file);
  }

  /** Three captures of which the statistics alone are kept, as meters in the app's Micrometer. */
  static List<String> statistics(Path folder) throws IOException {
    Path file = folder.resolve("statistics.yaml");
    Files.writeString(
        file,
        """
        captures:
          - {name: stage, select: layer1, take: statistics}
          - {name: shortcut, select: layer3.downsample.1, take: statistics}
          - {name: pooled, select: avgpool, take: statistics}
        sinks: [metrics]
        """);
    return agent(folder.resolve("cache"), file);
  }

  private static List<String> agent(Path cache, Path file) {
    return List.of("-javaagent:" + AgentFile.layertap() + "=" + file, "-Dlayertap.cache=" + cache);
  }

  /** Empties a cache. */
  static void forget(Path cache) throws IOException {
    if (Files.exists(cache)) {
      Folders.delete(cache);
    }
  }
}
