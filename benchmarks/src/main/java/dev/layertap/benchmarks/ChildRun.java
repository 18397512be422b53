// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM that prints figures. */
final class ChildRun {
  private ChildRun() {}

  static double of(Class<?> main, List<String> options, String... arguments) throws Exception {
    return Double.parseDouble(run(main, options, arguments));
  }

  /** The lines that begin with {@code figure}. */
  static List<String> lines(Class<?> main, List<String> options, String... arguments)
      throws Exception {
    return run(main, options, arguments)
        .lines()
        .filter(line -> line.startsWith("figure "))
        .toList();
  }

  private static String run(Class<?> main, List<String> options, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of(
            "-Dai.djl.offline=true", "-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    int status = process.waitFor();
    if (status != 0) {
      throw new IllegalStateException("%s ended with %d: %s".formatted(command, status, out));
    }
    return out;
  }
}
