// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.LayertapException;
import dev.layertap.file.ArrayFile;
import dev.layertap.take.Take;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SaveTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final SmallNet net = SmallNet.initialised(manager);

  @AfterEach
  void close() {
    manager.close();
  }

  private void run() {
    SmallNet.run(net, manager, new NDList(manager.ones(new Shape(1, 4))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"captures.npz", "captures.safetensors"})
  void whatWasCapturedIsReadBackFromAFile(String name, @TempDir Path folder) throws Exception {
    Path file = folder.resolve(name);
    try (CaptureScope scope =
        Layertap.builder()
            .addCapture("first", Take.both())
            .addCapture("a=relu", Take.outputs().first())
            .addCapture("b=relu", Take.outputs().first().mean(1))
            .open(".")) {
      run();
      run();
      scope.save(file);
      Map<String, NDArray> read = ArrayFile.read(file, manager);
      assertThat(read.keySet())
          .containsExactlyInAnyOrder(
              "first#0<0",
              "first#0",
              "a=relu#0",
              "b=relu#0",
              "#0",
              "first#0@1<0",
              "first#0@1",
              "a=relu#0@1",
              "b=relu#0@1",
              "#0@1");
      assertThat(read.get("a=relu#0@1")).isEqualTo(scope.all("a").get(1).array());
      assertThat(read.get("first#0<0")).isEqualTo(manager.ones(new Shape(1, 4)));
    }
  }

  @Test
  void statisticsAreNoArrays(@TempDir Path folder) {
    try (CaptureScope scope =
        Layertap.builder().addCapture("first", Take.outputs().statistics()).open()) {
      run();
      assertThatThrownBy(() -> scope.save(folder.resolve("captures.npz")))
          .isInstanceOf(LayertapException.class)
          .hasMessage("first, pass 0, call 0 holds statistics only, and files hold arrays.");
      assertThat(folder).isEmptyDirectory();
    }
  }
}
