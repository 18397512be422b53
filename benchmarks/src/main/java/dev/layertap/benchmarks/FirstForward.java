// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;

/** A program that starts the engine, runs one {@code forward}, and ends. */
public final class FirstForward {
  private FirstForward() {}

  /**
   * Runs a small model once.
   *
   * @param args not read
   */
  public static void main(String[] args) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Block block =
          new SequentialBlock()
              .add(Linear.builder().setUnits(4).build())
              .add(Activation.reluBlock());
      block.initialize(manager, DataType.FLOAT32, new Shape(1, 4));
      NDList output =
          block.forward(
              new ParameterStore(manager, false), new NDList(manager.ones(new Shape(1, 4))), false);
      System.out.println(output.get(0).getShape());
    }
    System.exit(0); // libtorch's threads
  }
}
