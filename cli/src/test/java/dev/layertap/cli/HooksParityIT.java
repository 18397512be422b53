// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.testkit.Python;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HooksParityIT {
  private static final Path SCRIPT = Path.of("src/test/python/hooks_parity.py").toAbsolutePath();

  @Test
  void numpyReadsWhatWasWrittenAndItIsWhatPytorchsHooksSaw(@TempDir Path folder) throws Exception {
    Python python = Python.with("torchvision");
    python.run(SCRIPT, "export", folder);
    capture(folder, "scripted", 2);
    capture(folder, "traced", 1);
    capture(folder, "resnet18", 1);
    assertThat(python.run(SCRIPT, "compare", folder).replaceAll(", largest.*", ""))
        .isEqualTo("scripted: 19 arrays\ntraced: 10 arrays\nresnet18: 152 arrays\n");
  }

  private static void capture(Path folder, String name, int inputs) throws Exception {
    List<Object> arguments = new ArrayList<>(List.of("capture", name + ".pt", "--what", "both"));
    for (int i = 0; i < inputs; i++) {
      arguments.addAll(List.of("--input", "%s-input-%d.npy".formatted(name, i)));
    }
    arguments.addAll(List.of("--out", name + ".npz"));
    LayertapProcess.in(folder).run(arguments.toArray()).succeeded();
  }
}
