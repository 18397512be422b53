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
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.LayertapException;

/** An app with Layertap in its code. Prints what it captured, or why it could not. */
public final class OpensScope {
  private OpensScope() {}

  public static void main(String[] args) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Block net = new SequentialBlock().add(Linear.builder().setUnits(2).build());
      net.initialize(manager, DataType.FLOAT32, new Shape(1, 4));
      try (CaptureScope scope = Layertap.open(args)) {
        net.forward(
            new ParameterStore(manager, false), new NDList(manager.ones(new Shape(1, 4))), false);
        System.out.println(scope.summary());
      } catch (IllegalStateException | LayertapException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
