// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.traps;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.transformer.TransformerEncoderBlock;
import ai.djl.training.ParameterStore;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.take.Side;
import dev.layertap.take.Take;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The encoder runs two dropouts that it never registered as children. */
class TransformerTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final Block encoder = new TransformerEncoderBlock(8, 2, 16, 0.5f, Activation::relu);
  private final NDArray input = manager.arange(48f).reshape(2, 3, 8).sin();

  TransformerTest() {
    encoder.initialize(manager, DataType.FLOAT32, new Shape(2, 3, 8));
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private NDList run(boolean training) {
    return encoder.forward(new ParameterStore(manager, false), new NDList(input), training);
  }

  @Test
  void theDropoutsThatTheEncoderDidNotRegisterGoByTheirFields() {
    try (CaptureScope scope =
        Layertap.on(encoder)
            .addCapture("selfAttention or attentionNorm", Take.both())
            .addCapture("type:Dropout", Take.both())
            .open()) {
      run(false);
      assertThat(scope.toMap().keySet())
          .containsExactlyInAnyOrder(
              "selfAttention.probabilityDropout",
              "selfAttention",
              "selfAttentionDropout",
              "attentionNorm",
              "fullyConnectedDropout");
      NDArray attention = scope.get("selfAttention", Side.OUTPUT).array();
      assertThat(scope.get("selfAttentionDropout", Side.INPUT).array()).isEqualTo(attention);
      assertThat(scope.get("attentionNorm", Side.INPUT).array()).isEqualTo(attention.add(input));
    }
  }

  @Test
  void whatTheyDropWhileTrainingIsSeen() {
    try (CaptureScope scope =
        Layertap.builder().addCapture("fullyConnectedDropout", Take.both()).open()) {
      run(true);
      NDArray given = scope.get("fullyConnectedDropout", Side.INPUT).array();
      NDArray kept = scope.get("fullyConnectedDropout", Side.OUTPUT).array();
      assertThat(kept.eq(0).sum().getLong()).isPositive();
      // Dropped, or twice as large, for the rate is one half.
      assertThat(kept.eq(0).logicalOr(kept.eq(given.mul(2))).all().getBoolean()).isTrue();
    }
  }
}
