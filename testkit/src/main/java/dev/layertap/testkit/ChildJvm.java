// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A JVM of its own for a test, of the version under test. */
public final class ChildJvm {
  private static final List<String> VARIABLES_OF_JAVA =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");

  private final List<String> before = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private final List<String> arguments = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final List<String> what;
  private @Nullable Path folder;
  private Duration limit = Duration.ofMinutes(5);
  private String java =
      System.getProperty("layertap.test.java", System.getProperty("java.home") + "/bin/java");

  private ChildJvm(List<String> what) {
    this.what = what;
  }

  /**
   * What a JVM left behind.
   *
   * @param status its exit status
   * @param out its standard output
   * @param err its standard error
   */
  public record Result(int status, String out, String err) {
    /**
     * Leaves the agent's start-up line out, which stands first if an option is set.
     *
     * @return what else stands on the standard error
     */
    public String notes() {
      return err.replaceFirst("\\A\\[layertap] [0-9]\\S*: .*\\R", "");
    }

    /**
     * Picks lines of the standard output.
     *
     * @param prefix what they begin with
     * @return the rest of each such line, without the spaces around it
     */
    public List<String> lines(String prefix) {
      return out.lines()
          .filter(line -> line.startsWith(prefix))
          .map(line -> line.substring(prefix.length()).strip())
          .toList();
    }
  }

  /**
   * Prepares to run a class on a class path.
   *
   * @param main the class with the {@code main} method
   * @param classPath where it and all else is found
   * @return the JVM, not started
   */
  public static ChildJvm running(Class<?> main, ClassPath classPath) {
    return running(main.getName(), classPath);
  }

  /**
   * Prepares to run a module.
   *
   * @param module the name of the module, a slash, and that of the class with the {@code main}
   *     method
   * @param modulePath where its modules are found
   * @param classPath what is no module
   * @return the JVM, not started
   */
  public static ChildJvm runningModule(String module, ClassPath modulePath, ClassPath classPath) {
    return new ChildJvm(
            List.of("-p", modulePath.toString(), "-cp", classPath.toString(), "-m", module))
        .option("-Dai.djl.offline=true")
        .option("-Xmx2g")
        .option("--enable-native-access=ai.djl.pytorch_engine,ALL-UNNAMED");
  }

  /**
   * Prepares to run a class that this JVM does not know.
   *
   * @param main the name of the class with the {@code main} method
   * @param classPath where it and all else is found
   * @return the JVM, not started
   */
  public static ChildJvm running(String main, ClassPath classPath) {
    return new ChildJvm(List.of("-cp", classPath.toString(), main))
        .option("-Dai.djl.offline=true")
        .option("-Xmx2g")
        // libtorch is native code, and JDK 24 and newer warn of that.
        .option("--enable-native-access=ALL-UNNAMED");
  }

  /**
   * Prepares to run a jar.
   *
   * @param jar an executable jar
   * @return the JVM, not started
   */
  public static ChildJvm runningJar(Path jar) {
    return new ChildJvm(List.of("-jar", jar.toString()));
  }

  /**
   * Adds an option of the JVM.
   *
   * @param option such as {@code -Xmx1g}
   * @return this
   */
  public ChildJvm option(String option) {
    options.add(option);
    return this;
  }

  /**
   * Adds arguments of the program.
   *
   * @param more each one's text
   * @return this
   */
  public ChildJvm arguments(Object... more) {
    Stream.of(more).map(Object::toString).forEach(arguments::add);
    return this;
  }

  /**
   * Sets a variable of the environment.
   *
   * @param name the variable
   * @param value its value
   * @return this
   */
  public ChildJvm variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /**
   * Has another program start the JVM.
   *
   * @param words the program and its arguments, in front of the JVM's own command
   * @return this
   */
  public ChildJvm startedBy(String... words) {
    before.addAll(List.of(words));
    return this;
  }

  /**
   * Gives it more or less time than five minutes.
   *
   * @param limit after which it is killed
   * @return this
   */
  public ChildJvm within(Duration limit) {
    this.limit = limit;
    return this;
  }

  /**
   * Takes another JVM than the one under test.
   *
   * @param program its {@code java}
   * @return this
   */
  public ChildJvm on(Path program) {
    this.java = program.toString();
    return this;
  }

  /**
   * Sets the folder to run in.
   *
   * @param workingFolder a folder that exists
   * @return this
   */
  public ChildJvm in(Path workingFolder) {
    this.folder = workingFolder;
    return this;
  }

  /**
   * Runs it to its end.
   *
   * @return what it left
   * @throws IllegalStateException if it cannot be started, or the test is interrupted
   */
  public Result run() {
    return runUntil(() -> false);
  }

  /**
   * Runs it to its end, or until something has happened: then it is killed, as by {@code kill -9}.
   *
   * @param happened asked again and again
   * @return what it left
   * @throws IllegalStateException if it cannot be started, or the test is interrupted
   */
  public Result runUntil(BooleanSupplier happened) {
    List<String> command = command();
    try {
      return run(command, happened);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Starts it, to be talked to while it runs.
   *
   * @return the JVM
   * @throws IllegalStateException if it cannot be started
   */
  public RunningJvm start() {
    try {
      Path out = Files.createTempFile("child", ".out");
      Path err = Files.createTempFile("child", ".err");
      return new RunningJvm(start(command(), out, err), out, err);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot start " + command(), e);
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>(before);
    command.add(java);
    command.addAll(options);
    command.addAll(what);
    command.addAll(arguments);
    return command;
  }

  private Process start(List<String> command, Path out, Path err) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    if (folder != null) {
      builder.directory(folder.toFile());
    }
    builder.environment().keySet().removeAll(VARIABLES_OF_JAVA);
    builder.environment().keySet().removeIf(name -> name.startsWith("LAYERTAP_"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private Result run(List<String> command, BooleanSupplier happened)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("child", ".out");
    Path err = Files.createTempFile("child", ".err");
    try {
      Process process = start(command, out, err);
      long deadline = System.nanoTime() + limit.toNanos();
      while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
        if (happened.getAsBoolean() || System.nanoTime() > deadline) {
          process.destroyForcibly().waitFor();
        }
      }
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
