// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a test of the output alone can say. It passes for the bugs too. */
class ShapeNetOutputTest {
  private static final int VERTICAL = 0;
  private static final int HORIZONTAL = 1;

  @ParameterizedTest
  @EnumSource(Bug.class)
  void barsAreToldApart(Bug bug) {
    try (NDManager manager = NDManager.newBaseManager()) {
      ShapeNet net = ShapeNet.withWeights(manager, bug);
      Runs.train(net, manager);
      for (float brightness : new float[] {0.5f, 1, 1.4f}) {
        assertThat(classOf(net, Runs.bars(manager, true, brightness))).isEqualTo(HORIZONTAL);
        assertThat(classOf(net, Runs.bars(manager, false, brightness))).isEqualTo(VERTICAL);
      }
    }
  }

  private static long classOf(ShapeNet net, NDArray image) {
    NDArray probabilities = Runs.classify(net, image);
    assertThat(probabilities.getShape()).isEqualTo(new Shape(1, 2));
    assertThat(probabilities.sum().getFloat()).isCloseTo(1, within(1e-5f));
    return probabilities.argMax(1).getLong(0);
  }
}
