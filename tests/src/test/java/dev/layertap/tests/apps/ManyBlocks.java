// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.apps;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.GhostBatchNorm;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.nn.transformer.TransformerEncoderBlock;
import ai.djl.training.ParameterStore;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import java.util.List;

/**
 * An app that runs blocks of many classes through both overloads of {@code forward}, before its
 * first scope and in it. Prints what the scope saw.
 */
public final class ManyBlocks {
  private ManyBlocks() {}

  public static void main(String[] args) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Block model =
          new SequentialBlock()
              .add(new TransformerEncoderBlock(4, 2, 8, 0.1f, Activation::relu))
              .add(LSTM.builder().setStateSize(4).setNumLayers(1).build())
              .add(
                  new ParallelBlock(
                      lists -> lists.get(0),
                      List.of(Linear.builder().setUnits(4).build(), Activation.reluBlock())))
              .add(list -> new NDList(list.get(0).reshape(6, 4)))
              .add(GhostBatchNorm.builder().optVirtualBatchSize(3).build());
      NDArray input = manager.arange(24f).reshape(2, 3, 4);
      model.initialize(manager, DataType.FLOAT32, input.getShape());
      ParameterStore store = new ParameterStore(manager, false);
      run(model, store, input);
      try (CaptureScope scope = Layertap.open("*", ".")) {
        run(model, store, input);
        System.out.println(scope.passCount() + " " + scope.summary());
        System.out.println(scope.internalErrors());
      }
    }
  }

  private static void run(Block model, ParameterStore store, NDArray input) {
    model.forward(store, new NDList(input), false).close();
    model.forward(store, new NDList(input), new NDList(input), null).close();
  }
}
