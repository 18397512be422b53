// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.testing;

import static dev.layertap.testing.LayertapAssertions.ANY;
import static dev.layertap.testing.LayertapAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.compare.Tolerance;
import dev.layertap.testing.golden.Golden;
import dev.layertap.testing.junit.CaptureActivations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a test of the inside says. Each planted bug fails it, at the place where the bug is. */
@CaptureActivations(value = "**", failOnUnfired = true)
class ShapeNetActivationTest {
  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  /** The suite, for any model: in a project of yours these are tests of their own. */
  private void check(ShapeNet net, CaptureScope scope) {
    try (CaptureScope training = Layertap.on(net).open("conv")) {
      Runs.train(net, manager);
      assertThat(training).activations("conv").wasCalled(3).last().hasShape(2, 4, 8, 8);
    }
    try (CaptureScope one = Layertap.on(net).open("**")) {
      Runs.classify(net, Runs.bars(manager, true, 1));
      assertThat(one)
          .ranWithoutInternalErrors()
          .hasNoNonFinite()
          .hasCapturedExactlyInOrder(
              "conv", "norm", "relu", "pool", "hidden", "relu2", "classifier")
          .matchesGolden(
              Golden.of("shape-net").within(Tolerance.relative(1e-4).plusAbsolute(1e-5)));
      assertThat(one).activation("relu").hasShape(ANY, 4, 8, 8).hasNoDeadChannels();
      assertThat(one).activation("relu2").isBetween(0, 100).hasZeroShareBetween(0, 0.9);
    }
    assertThat(scope).hasNoNonFinite();
  }

  @Test
  void theModelIsRightInside(CaptureScope scope) {
    check(ShapeNet.withWeights(manager, Bug.NONE), scope);
  }

  @Test
  void itsStructureIsRight(CaptureScope scope) {
    ShapeNet net = ShapeNet.withWeights(manager, Bug.NONE);
    assertThat(Layertap.tree(net)).hasTypeCount("Linear", 2).root().isTrainable();
    assertThat(Layertap.tree(net)).node("hidden").hasParameterCount(20);
    check(net, scope);
  }

  @Test
  void aWrongMomentumShowsWhereTheStatisticsAreUsed(CaptureScope scope) {
    assertThatThrownBy(() -> check(ShapeNet.withWeights(manager, Bug.WRONG_MOMENTUM), scope))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("In order of execution:\n  norm#0: ");
  }

  @Test
  void aMissingReluDidNotRun(CaptureScope scope) {
    assertThatThrownBy(() -> check(ShapeNet.withWeights(manager, Bug.MISSING_RELU), scope))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("They differ at index 5: \"classifier\", expected \"relu2\"");
  }

  @Test
  void aTransposedWeightShowsInItsLayer(CaptureScope scope) {
    assertThatThrownBy(() -> check(ShapeNet.withWeights(manager, Bug.TRANSPOSED_WEIGHT), scope))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("In order of execution:\n  hidden#0: ");
  }
}
