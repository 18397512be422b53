// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.traps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.modality.nlp.Decoder;
import ai.djl.modality.nlp.Encoder;
import ai.djl.modality.nlp.EncoderDecoder;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.training.ParameterStore;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.take.Side;
import dev.layertap.take.Take;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code EncoderDecoder} has a {@code forward} of its own, and adds to the labels it is given. */
class EncoderDecoderTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final NDArray data = manager.ones(new Shape(1, 4));
  private final NDArray labels = manager.ones(new Shape(1, 4)).mul(5);
  private final ParameterStore store = new ParameterStore(manager, false);
  private final Block model = model();

  /** Adds what it is given to the labels. */
  static Block model() {
    return new EncoderDecoder(
        new Reading(LambdaBlock.singleton(array -> array.add(1))),
        new Writing(new LambdaBlock(list -> new NDList(list.get(0).add(list.get(1))))));
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void itsOwnForwardIsAPassWithTheEncoderAndTheDecoderInIt() {
    model.initialize(manager, DataType.FLOAT32, new Shape(1, 4), new Shape(1, 4));
    try (CaptureScope scope = Layertap.on(model).addCapture("** or .", Take.both()).open()) {
      NDList given = new NDList(labels);
      NDList returned = model.forward(store, new NDList(data), given, null);
      assertThat(given).hasSize(2);
      assertThat(scope.passCount()).isEqualTo(1);
      assertThat(
              scope.all().stream()
                  .filter(one -> one.side() == Side.OUTPUT)
                  .map(one -> one.path() + "#" + one.call() + "=" + one.array().getFloat(0, 0)))
          .containsExactly(
              "Encoder.Block#0=2.0",
              "Encoder#0=2.0",
              "Decoder.Block#0=7.0",
              "Decoder#0=7.0",
              "#0=7.0");
      assertThat(scope.get(".", Side.INPUT).arrays()).containsExactly(data);
      assertThat(scope.get("Decoder", Side.INPUT).arrays()).hasSize(2);
      assertThat(scope.get(".", Side.OUTPUT).arrays()).isEqualTo(returned);
    }
  }

  @Test
  void whatItRefusesIsTheAppsOwnError() {
    try (CaptureScope scope = Layertap.open("**", ".")) {
      assertThatThrownBy(() -> model.forward(store, new NDList(data), false))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(scope.passCount()).isEqualTo(1);
      assertThat(scope.internalErrors()).isEmpty();
    }
  }

  private static final class Reading extends Encoder {
    Reading(Block block) {
      super((byte) 1, block);
    }

    @Override
    public NDList getStates(NDList encoderOutput) {
      return encoderOutput;
    }
  }

  private static final class Writing extends Decoder {
    Writing(Block block) {
      super((byte) 1, block);
    }
  }
}
