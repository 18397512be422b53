// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.apps;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import java.util.Arrays;

/** An app that runs a model and knows nothing of Layertap. Prints the bits of what came out. */
public final class OnlyModel {
  private OnlyModel() {}

  public static void main(String[] args) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Block net =
          new SequentialBlock()
              .add(Linear.builder().setUnits(8).build())
              .add(Activation.reluBlock())
              .add(Linear.builder().setUnits(2).build());
      net.initialize(manager, DataType.FLOAT32, new Shape(1, 4));
      fill(net);
      NDArray input = manager.arange(4f).reshape(1, 4);
      for (int i = 0; i < 2; i++) {
        NDList output = net.forward(new ParameterStore(manager, false), new NDList(input), false);
        System.out.println(Arrays.toString(output.get(0).toFloatArray()));
      }
    }
  }

  /** The same weights in every JVM. */
  static void fill(Block net) {
    net.getParameters()
        .forEach(
            pair -> {
              NDArray array = pair.getValue().getArray();
              float[] values = new float[(int) array.size()];
              for (int i = 0; i < values.length; i++) {
                values[i] = (float) Math.sin(i + values.length);
              }
              array.set(values);
            });
  }
}
