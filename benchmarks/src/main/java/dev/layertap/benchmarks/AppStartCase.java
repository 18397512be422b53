// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What Layertap adds to the start of the Spring Boot sample, from the start of its process to the
 * answer to the first picture.
 */
final class AppStartCase implements Case {
  private static final int ROUNDS = 21;
  private static final double BOUND = 500;

  @Override
  public String name() {
    return "app.start";
  }

  @Override
  public List<Figure> measure() throws Exception {
    Path folder = Files.createTempDirectory("app-start");
    try {
      HttpClient client = HttpClient.newHttpClient();
      List<List<String>> sides =
          List.of(
              List.of(),
              List.of("-javaagent:" + AgentFile.layertap()),
              AppConfiguration.asTheSample(folder, "cache"),
              AppConfiguration.asTheSample(folder, "first"));
      double[][] millis = new double[sides.size()][ROUNDS];
      for (int round = -1; round < ROUNDS; round++) {
        for (int i = 0; i < sides.size(); i++) {
          int side = Math.floorMod(i + round, sides.size());
          AppConfiguration.forget(folder.resolve("first"));
          double measured = millisToFirstAnswer(client, sides.get(side));
          if (round >= 0) { // the first round fills caches, ours too
            millis[side][round] = measured;
          }
        }
      }
      List<Figure> figures = new ArrayList<>();
      figures.add(figure("idle", "the agent without a configuration", millis[0], millis[1]));
      figures.add(
          figure(
              "cached", "captures and sinks, the model's copy in the cache", millis[0], millis[2]));
      figures.add(figure("first", "the same, the model rewritten anew", millis[0], millis[3]));
      return figures;
    } finally {
      Folders.delete(folder);
    }
  }

  private static Figure figure(String name, String described, double[] without, double[] with) {
    double[] differences = new double[without.length];
    for (int i = 0; i < without.length; i++) {
      differences[i] = with[i] - without[i];
    }
    return Figure.of(
        "app.start." + name,
        "the Spring Boot sample's start and first answer: " + described + ", against no agent",
        Estimate.of(differences),
        "ms",
        BOUND,
        without.length);
  }

  private static double millisToFirstAnswer(HttpClient client, List<String> options)
      throws Exception {
    long start = System.nanoTime();
    try (ShapesApp app = ShapesApp.start(options)) {
      app.awaitReady();
      ShapesApp.ask(client, ShapesApp.request(app.address()));
      return (System.nanoTime() - start) / 1e6;
    }
  }
}
