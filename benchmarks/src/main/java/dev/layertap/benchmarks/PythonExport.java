// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Models that are exported by the scripts beside the benchmarks, where torchvision is there. */
final class PythonExport {
  private static final Path SCRIPTS = Path.of("benchmarks/src/main/python");

  private PythonExport() {}

  /** Runs a script that writes a file; false, and a line that says so, if it could not. */
  static boolean run(String what, String script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("layertap.test.python", "/usr/bin/python3"));
    command.add(SCRIPTS.resolve(script).toAbsolutePath().toString());
    command.addAll(List.of(arguments));
    Process python =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (python.waitFor() == 0) {
      return true;
    }
    System.err.println(
        "  left out: "
            + what
            + " could not be exported; it needs Debian's python3-torchvision, or"
            + " -Dlayertap.test.python");
    return false;
  }
}
