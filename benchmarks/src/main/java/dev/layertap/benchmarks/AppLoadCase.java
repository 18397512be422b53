// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The Spring Boot sample under load: as it is (twice, for what noise there is), with the agent and
 * nothing to capture, and with captures. All four run beside each other, and a client in a process
 * of its own asks one after the other for some seconds, round after round, once the JVMs have
 * compiled what a request goes through.
 */
final class AppLoadCase implements Case {
  private static final List<String> SIDES = List.of("itself", "idle", "statistics");

  @Override
  public String name() {
    return "app.load";
  }

  @Override
  public List<Figure> measure() throws Exception {
    Path folder = Files.createTempDirectory("app-load");
    List<ShapesApp> apps = new ArrayList<>();
    try {
      for (List<String> options :
          List.of(
              List.<String>of(),
              List.<String>of(),
              List.of("-javaagent:" + AgentFile.layertap()),
              AppConfiguration.statistics(folder))) {
        ShapesApp app = ShapesApp.start(options);
        apps.add(app);
        app.awaitReady();
      }
      String[] addresses =
          apps.stream().map(app -> app.address().toString()).toArray(String[]::new);
      List<String> samples = List.of("-Dlayertap.samples=" + ShapesApp.samples());
      return figures(ChildRun.lines(RequestLoad.class, samples, addresses));
    } finally {
      for (ShapesApp app : apps) {
        app.close();
      }
      Folders.delete(folder);
    }
  }

  /** Each line has the side's place, what it is of, the figure and its interval. */
  private static List<Figure> figures(List<String> lines) {
    List<Figure> figures = new ArrayList<>();
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      String side = SIDES.get(Integer.parseInt(words[1]) - 1);
      boolean isTail = words[2].equals("p99");
      figures.add(
          Figure.of(
              "app.load." + side + (isTail ? ".p99" : ""),
              (isTail
                      ? "the 99th percentile of the answers' times: "
                      : "the time a request takes: ")
                  + described(side)
                  + ", against no agent",
              new Estimate(
                  Double.parseDouble(words[3]),
                  Double.parseDouble(words[4]),
                  Double.parseDouble(words[5])),
              "x",
              bound(side, isTail),
              RequestLoad.ROUNDS));
    }
    return figures;
  }

  private static String described(String side) {
    return switch (side) {
      case "idle" -> "the agent without a configuration";
      case "statistics" -> "statistics of three captures as meters";
      default -> "no agent";
    };
  }

  /** At least 0.99 and 0.95 of the throughput without the agent. */
  private static double bound(String side, boolean isTail) {
    return switch (side) {
      case "idle" -> isTail ? 1.1 : 1 / 0.99;
      case "statistics" -> isTail ? 1.1 : 1 / 0.95;
      default -> Double.NaN;
    };
  }
}
