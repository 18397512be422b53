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
import java.util.concurrent.atomic.AtomicBoolean;

/** An app that ends itself, with status 7, in the middle of its model. */
public final class EndsInForward {
  private EndsInForward() {}

  public static void main(String[] args) {
    AtomicBoolean initialized = new AtomicBoolean();
    Block net =
        new SequentialBlock()
            .add(Linear.builder().setUnits(2).build())
            .add(
                values -> {
                  if (initialized.get()) {
                    System.out.println("the end");
                    System.exit(7);
                  }
                  return values;
                });
    NDManager manager = NDManager.newBaseManager();
    net.initialize(manager, DataType.FLOAT32, new Shape(1, 4));
    initialized.set(true);
    NDList inputs = new NDList(manager.ones(new Shape(1, 4)));
    NDList unused = net.forward(new ParameterStore(manager, false), inputs, false);
  }
}
