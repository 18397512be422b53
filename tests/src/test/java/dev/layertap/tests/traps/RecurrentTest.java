// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.traps;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.recurrent.GRU;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.nn.recurrent.RNN;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.LayertapException;
import dev.layertap.take.Side;
import dev.layertap.take.Take;
import dev.layertap.tests.SmallNet;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Recurrent blocks add their states to the list that they are given, and are opaque. */
class RecurrentTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final NDArray input = manager.arange(24f).reshape(2, 3, 4).sin();

  @AfterEach
  void close() {
    manager.close();
  }

  private static Stream<Arguments> recurrent() {
    return Stream.of(
        Arguments.of(
            "LSTM", 3, LSTM.builder().setStateSize(5).setNumLayers(2).optReturnState(true).build()),
        Arguments.of(
            "GRU", 2, GRU.builder().setStateSize(5).setNumLayers(2).optReturnState(true).build()),
        Arguments.of(
            "RNN",
            2,
            RNN.builder()
                .setStateSize(5)
                .setNumLayers(2)
                .setActivation(RNN.Activation.TANH)
                .optReturnState(true)
                .build()));
  }

  private NDList run(Block block, NDList inputs) {
    block.initialize(manager, DataType.FLOAT32, new Shape(2, 3, 4));
    return SmallNet.run(block, manager, inputs);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recurrent")
  void whatABlockAddsToItsInputListWasNotGivenToIt(String type, int states, Block block) {
    SequentialBlock model = new SequentialBlock().add(block);
    try (CaptureScope scope = Layertap.on(model).addCapture("0", Take.both()).open()) {
      NDList given = new NDList(input);
      NDList returned = run(model, given);
      assertThat(given).hasSize(states);
      assertThat(scope.get("0", Side.INPUT).arrays()).containsExactly(input);
      assertThat(scope.get("0", Side.OUTPUT).arrays()).hasSize(states).isEqualTo(returned);
      assertThat(scope.get("0", Side.OUTPUT).blockType()).isEqualTo(type);
    }
  }

  @Test
  void theInsideOfARecurrentBlockIsNamedAsOpaque() {
    Block lstm = LSTM.builder().setStateSize(5).setNumLayers(2).build();
    SequentialBlock model = new SequentialBlock().add(lstm);
    Assertions.assertThatExceptionOfType(LayertapException.class)
        .isThrownBy(() -> Layertap.on(model).open("0.weight_ih_l0"))
        .withMessage(
            """
            Nothing in SequentialBlock matches "0.weight_ih_l0" (open(...)).
            Opaque: 0 (LSTM), a recurrent network, whose layers and steps run as one native operation.
            Layertap.tree(model) prints all paths.""");
  }
}
