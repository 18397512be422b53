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
  @ParameterizedTest
  @EnumSource(Bug.class)
  void barsAreToldApart(Bug bug) {
    try (NDManager manager = NDManager.newBaseManager()) {
      ShapeNet net = ShapeNet.withWeights(manager, bug);
      Runs.train(net, manager);
      NDArray horizontal = Runs.classify(net, Runs.bars(manager, true, 1));
      NDArray vertical = Runs.classify(net, Runs.bars(manager, false, 1));

      assertThat(horizontal.getShape()).isEqualTo(new Shape(1, 2));
      assertThat(horizontal.sum().getFloat()).isCloseTo(1, within(1e-5f));
      assertThat(likelierClass(horizontal, vertical)).isZero();
    }
  }

  /** Which class the first image is likelier to be of than the second. */
  private static long likelierClass(NDArray first, NDArray second) {
    return first.sub(second).argMax(1).getLong(0);
  }
}
