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

/** Runs its second child if the first one throws. */
final class Fallback extends AbstractBlock {
  private final Block first;
  private final Block second;

  Fallback(Block first, Block second) {
    this.first = addChildBlock("first", first);
    this.second = addChildBlock("second", second);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    try {
      return first.forward(store, inputs, training);
    } catch (IllegalArgumentException e) {
      return second.forward(store, inputs, training);
    }
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
