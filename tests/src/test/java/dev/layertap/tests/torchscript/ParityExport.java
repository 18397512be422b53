// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import dev.layertap.testkit.Python;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Where the exported cases lie: where the system property {@code layertap.test.parity} says, or
 * they are exported by a Python that has torchvision.
 */
final class ParityExport {
  private static final Path EXPORTER = Path.of("src/test/python/torchscript/export_parity.py");

  private ParityExport() {}

  /** Skips the test that asks, where no Python has torchvision. */
  static Path into(Path folder) throws IOException, InterruptedException {
    String ready = System.getProperty("layertap.test.parity");
    if (ready != null) {
      return Path.of(ready);
    }
    Python python = Python.with("torchvision");
    long start = System.nanoTime();
    python.run(EXPORTER, folder);
    System.out.printf("Exported the parity suite in %.0f s%n", (System.nanoTime() - start) / 1e9);
    return folder;
  }
}
