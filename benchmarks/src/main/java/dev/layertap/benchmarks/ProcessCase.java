// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the agent adds to whole programs, from the start of the JVM to its end. */
final class ProcessCase implements Case {
  private static final int WARM_UPS = 2;
  private static final int HELLOS = 40;
  private static final int FORWARDS = 10;

  @Override
  public String name() {
    return "process";
  }

  @Override
  public List<Figure> measure() throws Exception {
    // An agent that stands on the class path too would be read from there.
    String layertap = "-javaagent:" + AgentFile.layertap();
    String nothing = "-javaagent:" + AgentFile.nothing();
    Path configuration = Files.createTempFile("three", ".yaml");
    Files.writeString(configuration, "captures: [\"0\", \"1\", \"all=.\"]\n");
    Path hello = AgentFile.alone(Hello.class);
    String djl = System.getProperty("java.class.path");
    try {
      return List.of(
          Figure.of(
              "process.without-djl",
              "a program without DJL, against an agent that does nothing",
              SideBySide.difference(
                  () -> run(Hello.class, hello, nothing),
                  () -> run(Hello.class, hello, layertap),
                  WARM_UPS,
                  HELLOS),
              "ms",
              20,
              HELLOS),
          Figure.of(
              "process.first-forward",
              "the engine's start and a first forward, against no agent",
              SideBySide.difference(
                  () -> run(FirstForward.class, djl),
                  () -> run(FirstForward.class, djl, layertap),
                  WARM_UPS,
                  FORWARDS),
              "ms",
              500,
              FORWARDS),
          Figure.of(
              "process.configured",
              "the same with three configured captures, in an app with Layertap's core",
              SideBySide.difference(
                  () -> run(FirstForward.class, djl),
                  () -> run(FirstForward.class, djl, layertap + "=" + configuration),
                  WARM_UPS,
                  FORWARDS),
              "ms",
              500,
              FORWARDS));
    } finally {
      Files.delete(configuration);
    }
  }

  private static void run(Class<?> main, Object classPath, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-Dai.djl.offline=true", "-cp", classPath.toString(), main.getName()));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int status = process.waitFor();
    if (status != 0) {
      throw new IllegalStateException("%s ended with %d".formatted(command, status));
    }
  }
}
