// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeededWeightsTest {
  private static float[] values(String name, Shape shape) {
    Map<String, FloatBuffer> values = new SeededWeights(18).values(Map.of(name, shape));
    assertThat(values).containsOnlyKeys(name);
    return values.values().iterator().next().array();
  }

  @Test
  void theNumbersAreTheSameEverywhere() {
    float[] values = values("conv1.weight", new Shape(64, 3, 7, 7));
    assertThat(Arrays.copyOf(values, 3)).containsExactly(0.010336922f, 0.03355138f, 0.005322171f);
    assertThat(values).hasSize(64 * 3 * 7 * 7);
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
