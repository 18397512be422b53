// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.apps;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;

/** An app whose model writes over what its first block returned. */
public final class OverwritesModel {
  private OverwritesModel() {}

  public static void main(String[] args) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Block net =
          new SequentialBlock()
              .add(Linear.builder().setUnits(2).build())
              .add(values -> new NDList(values.singletonOrThrow().addi(1)));
      net.initialize(manager, DataType.FLOAT32, new Shape(1, 4));
      NDList inputs = new NDList(manager.ones(new Shape(1, 4)));
      NDList outputs = net.forward(new ParameterStore(manager, false), inputs, false);
      System.out.println(outputs.size() + " arrays");
    }
  }
}
