// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A process that has ended.
 *
 * @param exit its exit code
 * @param out what it printed
 * @param err what it complained about
 */
record ChildProcess(int exit, String out, String err) {
  private static final int MINUTES = 5;

  /** The finished agent, as the build made it. */
  static final String AGENT_JAR = System.getProperty("layertap.agent.jar", "");

  static ChildProcess run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).start();
    process.getOutputStream().close();
    CompletableFuture<String> err =
        CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
    CompletableFuture<String> out =
        CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return new ChildProcess(process.waitFor(), out.join(), err.join());
  }

  /** Runs a class of this module in a JVM of its own, with what users have on their class path. */
  static ChildProcess java(List<String> jvmOptions, Class<?> main, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("layertap.test.java", "java"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(jvmOptions);
    command.addAll(List.of("-classpath", classPathWithoutTheAgent(), main.getName()));
    command.addAll(Arrays.asList(args));
    return run(command);
  }

  private static String classPathWithoutTheAgent() {
    String separator = System.getProperty("path.separator");
    return Arrays.stream(System.getProperty("java.class.path").split(separator))
        .filter(entry -> !entry.equals(AGENT_JAR))
        .collect(Collectors.joining(separator));
  }

  private static String text(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
