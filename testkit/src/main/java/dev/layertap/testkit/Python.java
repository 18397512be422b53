// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A Python that has what a test needs. */
public final class Python {
  private final String executable;

  private Python(String executable) {
    this.executable = executable;
  }

  /**
   * Finds a Python that can import a module: the one that the system property {@code
   * layertap.test.python} names, Debian's, or the first in the path.
   *
   * <p>Where there is none the test is skipped, or fails if the environment says {@code
   * LAYERTAP_TEST_REQUIRE_TORCH=1}.
   *
   * @param module such as {@code torchvision}
   * @return the first that has it
   * @throws InterruptedException if the test is interrupted
   */
  public static Python with(String module) throws InterruptedException {
    List<String> candidates =
        Stream.of(System.getProperty("layertap.test.python"), "/usr/bin/python3", "python3")
            .filter(Objects::nonNull)
            .toList();
    for (String candidate : candidates) {
      if (imports(candidate, module)) {
        return new Python(candidate);
      }
    }
    String reason =
        "no Python that imports %s (tried %s): install Debian's python3-torchvision, or name one with -Dlayertap.test.python"
            .formatted(module, String.join(", ", candidates));
    if ("1".equals(System.getenv("LAYERTAP_TEST_REQUIRE_TORCH"))) {
      return Assertions.fail("LAYERTAP_TEST_REQUIRE_TORCH=1, but there is " + reason);
    }
    return Assumptions.abort(reason);
  }

  private static boolean imports(String executable, String module) throws InterruptedException {
    try {
      return new ProcessBuilder(executable, "-c", "import " + module)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  /**
   * Runs a script to its end.
   *
   * @param script the file
   * @param arguments what it is given
   * @return what it printed
   * @throws IOException if its output cannot be read
   * @throws InterruptedException if the test is interrupted
   */
  public String run(Path script, Object... arguments) throws IOException, InterruptedException {
    return runIn(Path.of(""), script, arguments);
  }

  /**
   * Runs a script to its end, in a folder.
   *
   * @param folder where it runs
   * @param script the file
   * @param arguments what it is given
   * @return what it printed
   * @throws IOException if its output cannot be read
   * @throws InterruptedException if the test is interrupted
   */
  public String runIn(Path folder, Path script, Object... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(executable, script.toAbsolutePath().toString()));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    Path err = Files.createTempFile("python", ".err");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toAbsolutePath().toFile())
              .redirectError(err.toFile())
              .start();
      String out = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        Assertions.fail(script + " failed:\n" + Files.readString(err));
      }
      return out;
    } finally {
      Files.delete(err);
    }
  }
}
