// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.traps;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/** Runs its one child several times. */
final class Looping extends AbstractBlock {
  private final Block step;
  private final int times;

  Looping(Block step, int times) {
    this.step = addChildBlock("step", step);
    this.times = times;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    NDList current = inputs;
    for (int i = 0; i < times; i++) {
      current = step.forward(store, current, training);
    }
    return current;
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... shapes) {
    getChildren().values().forEach(child -> child.initialize(manager, dataType, shapes));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return inputShapes;
  }
}
