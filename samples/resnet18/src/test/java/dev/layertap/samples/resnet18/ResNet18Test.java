// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.layertap.Layertap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResNet18Test {
  private final NDManager manager = NDManager.newBaseManager();
  private final ResNet18 network = new ResNet18();

  @BeforeEach
  void fill() {
    new SeededWeights(18).fill(network, manager, ResNet18.INPUT);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void itHasTheParametersOfTorchvisionsModel() {
    Map<String, Parameter> parameters = TorchNames.of(network);
    // 62 that PyTorch trains, with 11,689,512 values, and two statistics for each of 20 norms.
    assertThat(parameters).hasSize(62 + 2 * 20);
    assertThat(
            parameters.entrySet().stream()
                .filter(entry -> !entry.getKey().contains(".running_"))
                .mapToLong(entry -> entry.getValue().getShape().size())
                .sum())
        .isEqualTo(11_689_512);
    assertThat(parameters)
        .extractingByKey("layer3.0.downsample.1.running_var")
        .extracting(Parameter::getShape)
        .isEqualTo(new Shape(256));
  }

  @Test
  void theTreeShowsTorchvisionsPaths() {
    assertThat(Layertap.tree(network).toString())
        .contains("layer3.0.downsample.1", "layer4.1.bn2", "avgpool");
  }
}
