// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.apps;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.annotation.Capture;

/** Has annotations, and was compiled without the annotation processor. */
public final class OpensAnnotated {
  private OpensAnnotated() {}

  /** An annotated block. */
  @Capture("whole")
  static final class Net extends SequentialBlock {
    @Capture("part")
    private final LambdaBlock part = new LambdaBlock(list -> list);

    Net() {
      add(part);
    }
  }

  /**
   * Captures in two scopes, and prints what they saw.
   *
   * @param args none
   */
  public static void main(String[] args) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Net net = new Net();
      NDList input = new NDList(manager.zeros(new Shape(1, 2)));
      for (int i = 0; i < 2; i++) {
        try (CaptureScope scope = Layertap.open()) {
          net.forward(new ParameterStore(manager, false), input, false);
          scope.all();
          System.out.println(scope.summary());
        }
      }
    }
  }
}
