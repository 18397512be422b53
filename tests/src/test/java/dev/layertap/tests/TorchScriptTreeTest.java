// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import dev.layertap.Layertap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TorchScriptTreeTest {
  private static final Path MODELS =
      Path.of("..", "torchscript", "src", "test", "resources", "models");

  @BeforeAll
  static void attach() {
    Layertap.open().close();
  }

  static Stream<Path> models() throws IOException {
    try (Stream<Path> files = Files.list(MODELS)) {
      return files.filter(file -> file.toString().endsWith(".pt")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void aLoadedModelPrintsAsPyTorchPrintsIt(Path file) throws Exception {
    Criteria<NDList, NDList> criteria =
        Criteria.builder()
            .setTypes(NDList.class, NDList.class)
            .optModelPath(file)
            .optEngine("PyTorch")
            .build();
    try (ZooModel<NDList, NDList> model = criteria.loadModel()) {
      String printed = Layertap.tree(model).toString().replaceAll("  # .*", "");
      String name = file.getFileName().toString().replace(".pt", ".txt");
      assertThat(printed)
          .isEqualToNormalizingWhitespace(Files.readString(file.resolveSibling(name)));
    }
  }
}
