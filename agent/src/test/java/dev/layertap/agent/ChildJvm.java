// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM of its own for a test: of the version under test, with the finished agent or without. */
final class ChildJvm {
  private static final String JAVA =
      System.getProperty("layertap.test.java", System.getProperty("java.home") + "/bin/java");

  private final List<String> options = new ArrayList<>();
  private final List<String> arguments = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final List<String> what;

  private ChildJvm(List<String> what) {
    this.what = what;
  }

  /** What the JVM left behind. */
  record Result(int status, String out, String err) {
    List<String> lines(String prefix) {
      return out.lines()
          .filter(line -> line.startsWith(prefix))
          .map(line -> line.substring(prefix.length()).strip())
          .toList();
    }
  }

  /** Runs a class of the tests, with DJL and nothing of Layertap on the class path. */
  static ChildJvm running(Class<?> main) {
    return running(main, appClassPath());
  }

  static ChildJvm running(Class<?> main, List<Path> classPath) {
    return running(main.getName(), classPath);
  }

  static ChildJvm running(String main, List<Path> classPath) {
    return new ChildJvm(List.of("-cp", joined(classPath), main))
        .option("-Dai.djl.offline=true")
        // libtorch is native code, and JDK 24 and later warn of that.
        .option("--enable-native-access=ALL-UNNAMED")
        .option("-Xmx1g");
  }

  static ChildJvm runningJar(Path jar) {
    return new ChildJvm(List.of("-jar", jar.toString()));
  }

  /** The jar that the build has finished. */
  static Path agentJar() {
    return Path.of(System.getProperty("layertap.agent.jar"));
  }

  /** The tests' class path without what the finished agent has or shall bring. */
  static List<Path> appClassPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(path -> !isLayertap(path))
        .filter(path -> !path.getFileName().toString().matches("(byte-buddy|snakeyaml|surefire).*"))
        .toList();
  }

  /** The classes of core, as an app has them that brings its own. */
  static Path core() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(path -> path.matches(".*(layertap-core[^/\\\\]*\\.jar|core.target.classes)"))
        .map(Path::of)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("There is no core on the class path"));
  }

  private static boolean isLayertap(Path path) {
    return path.getFileName().toString().startsWith("layertap-")
        || path.endsWith(Path.of("target", "classes"));
  }

  /** The tests' own classes and nothing else. */
  static List<Path> testClasses() {
    return appClassPath().stream()
        .filter(path -> path.endsWith(Path.of("target", "test-classes")))
        .toList();
  }

  static String joined(List<Path> paths) {
    return String.join(File.pathSeparator, paths.stream().map(Path::toString).toList());
  }

  ChildJvm withAgent() {
    return option("-javaagent:" + agentJar());
  }

  ChildJvm withAgent(String argument) {
    return option("-javaagent:" + agentJar() + "=" + argument);
  }

  ChildJvm option(String option) {
    options.add(option);
    return this;
  }

  ChildJvm argument(Object argument) {
    arguments.add(argument.toString());
    return this;
  }

  ChildJvm variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Result run() {
    List<String> command = new ArrayList<>();
    command.add(JAVA);
    command.addAll(options);
    command.addAll(what);
    command.addAll(arguments);
    try {
      return run(command);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Result run(List<String> command) throws IOException, InterruptedException {
    Path out = Files.createTempFile("child", ".out");
    Path err = Files.createTempFile("child", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "LAYERTAP_CONFIG"));
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
      }
      return new Result(process.exitValue(), text(out), text(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
