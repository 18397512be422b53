// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeededWeightsTest {
  private static float[] values(String name, Shape shape) {
    FloatBuffer values = new SeededWeights(18).values(Map.of(name, shape)).get(name);
    return values.array();
  }

  @Test
  void theNumbersAreTheSameEverywhere() {
    assertThat(values("conv1.weight", new Shape(64, 3, 7, 7)))
        .hasSize(9408)
        .startsWith(0f);
  }

  @Test
  void aConvolutionKeepsTheVarianceOfWhatPassesThroughItAndARelu() {
    Statistics statistics = Statistics.of(values("conv1.weight", new Shape(64, 3, 7, 7)));
    assertThat(statistics.std()).isCloseTo(Math.sqrt(2.0 / (3 * 7 * 7)), within(0.01));
  }

  @Test
  void aNormOnlyNormalises() {
    assertThat(values("bn1.weight", new Shape(3))).containsExactly(1, 1, 1);
    assertThat(values("bn1.bias", new Shape(3))).containsExactly(0, 0, 0);
    assertThat(values("bn1.running_mean", new Shape(3))).containsExactly(0, 0, 0);
    assertThat(values("bn1.running_var", new Shape(3))).containsExactly(1, 1, 1);
  }
}
