// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.app;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/** Declares a {@code forward} with labels of its own, as DJL's {@code EncoderDecoder} does. */
final class PairBlock extends AbstractBlock {
  private final Block first;
  private final Block second;

  PairBlock(Block first, Block second) {
    this.first = addChildBlock("first", first);
    this.second = addChildBlock("second", second);
  }

  @Override
  public NDList forward(
      ParameterStore store, NDList data, NDList labels, @Nullable PairList<String, Object> params) {
    NDList between = first.forward(store, data, labels, params);
    return second.forward(store, between, true, params);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    return second.forward(store, first.forward(store, inputs, training), training);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] shapes) {
    return second.getOutputShapes(first.getOutputShapes(shapes));
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... shapes) {
    first.initialize(manager, type, shapes);
    second.initialize(manager, type, first.getOutputShapes(shapes));
  }
}
