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
import dev.layertap.annotation.Capture;

/** An app whose model is annotated, and which has nothing else of Layertap in its code. */
public final class AnnotatedModel {
  private AnnotatedModel() {}

  @Capture("comp")
  private static final class Annotated extends SequentialBlock {}

  @Capture(value = "mean", take = "mean(1)")
  private static final class Outer extends SequentialBlock {}

  public static void main(String[] args) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Block net = new Outer().add(linear(8)).add(new Annotated().add(linear(2)));
      net.initialize(manager, DataType.FLOAT32, new Shape(1, 4));
      net.forward(
          new ParameterStore(manager, false), new NDList(manager.ones(new Shape(1, 4))), false);
      System.out.println("ran");
    }
  }

  private static Block linear(int units) {
    return Linear.builder().setUnits(units).build();
  }
}
