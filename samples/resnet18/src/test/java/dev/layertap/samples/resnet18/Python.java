// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A Python that has what a test needs.
 *
 * @param executable how it is started
 */
record Python(String executable) {
  private static final Path SCRIPTS = Path.of("src", "test", "python");

  /**
   * Finds a Python with a module: the one named by the system property {@code layertap.python}, Debian's, or the one
   * on the path.
   *
   * <p>Where there is none the test is skipped, or fails if the environment says {@code LAYERTAP_REQUIRE_TORCH=1}.
   */
  static Python with(String module) throws IOException, InterruptedException {
    List<String> candidates =
        Stream.of(System.getProperty("layertap.python"), "/usr/bin/python3", "python3")
            .filter(Objects::nonNull)
            .toList();
    for (String candidate : candidates) {
      if (imports(candidate, module)) {
        return new Python(candidate);
      }
    }
    String reason =
        "No Python with "
            + module
            + " was found: tried "
            + String.join(", ", candidates)
            + ". Install Debian's python3-torchvision, or name one with -Dlayertap.python=...";
    if ("1".equals(System.getenv("LAYERTAP_REQUIRE_TORCH"))) {
      fail(reason);
    }
    return Assumptions.abort(reason);
  }

  private static boolean imports(String executable, String module) throws InterruptedException {
    try {
      return ChildProcess.run(List.of(executable, "-c", "import " + module)).exit() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  /** Runs a script of the tests and returns what it printed. */
  String run(String script, Path argument) throws IOException, InterruptedException {
    ChildProcess process =
        ChildProcess.run(
            List.of(executable, SCRIPTS.resolve(script).toString(), argument.toString()));
    assertThat(process.exit()).as(process.err()).isZero();
    return process.out();
  }
}
