// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the finished command, as a user does. */
final class LayertapProcess {
  private final Path launcher;
  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();

  private LayertapProcess(Path launcher, Path folder) {
    this.launcher = launcher;
    this.folder = folder;
    Path java = Path.of(Objects.requireNonNull(System.getProperty("layertap.test.java")));
    environment.put("JAVA_HOME", java.resolve("../..").normalize().toString());
  }

  /**
   * What the command left behind.
   *
   * @param status its exit status
   * @param out its standard output
   * @param err its standard error
   */
  record Result(int status, String out, String err) {
    Result succeeded() {
      assertThat(err).isEmpty();
      assertThat(status).isZero();
      return this;
    }

    JsonObject json() {
      return new Gson().fromJson(out, JsonObject.class);
    }
  }

  /** The distribution that the build made. */
  static Path home() {
    return Path.of(Objects.requireNonNull(System.getProperty("layertap.test.home")));
  }

  static LayertapProcess in(Path folder) {
    return of(home().resolve("bin/layertap"), folder);
  }

  static LayertapProcess of(Path launcher, Path folder) {
    return new LayertapProcess(launcher, folder);
  }

  LayertapProcess variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Result run(Object... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    Path out = Files.createTempFile("layertap", ".out");
    Path err = Files.createTempFile("layertap", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
      }
      return new Result(
          process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
