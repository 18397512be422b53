// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/** Two convolutions and a shortcut around them: torchvision's {@code BasicBlock}. */
final class BasicBlock extends AbstractBlock {
  private final Block conv1;
  private final Block bn1;
  private final Block relu;
  private final Block conv2;
  private final Block bn2;
  private final @Nullable Block downsample;

  /** A block that leaves the shape as it is. */
  BasicBlock(int channels) {
    this(channels, 1, null);
  }

  /**
   * A block that halves height and width; its input comes to the sum through {@code downsample}.
   */
  BasicBlock(int channels, Block downsample) {
    this(channels, 2, downsample);
  }

  private BasicBlock(int channels, int stride, @Nullable Block downsample) {
    conv1 = addChildBlock("conv1", Layers.conv(channels, 3, stride));
    bn1 = addChildBlock("bn1", Layers.norm());
    relu = addChildBlock("relu", Activation.reluBlock());
    conv2 = addChildBlock("conv2", Layers.conv(channels, 3, 1));
    bn2 = addChildBlock("bn2", Layers.norm());
    this.downsample = downsample == null ? null : addChildBlock("downsample", downsample);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    NDList x = conv1.forward(store, inputs, training);
    x = bn1.forward(store, x, training);
    x = relu.forward(store, x, training);
    x = conv2.forward(store, x, training);
    x = bn2.forward(store, x, training);
    NDList shortcut = downsample == null ? inputs : downsample.forward(store, inputs, training);
    // In place, as torchvision adds: what bn2 put out is overwritten here.
    NDArray sum = x.singletonOrThrow().addi(shortcut.singletonOrThrow());
    return relu.forward(store, new NDList(sum), training);
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
    Shape[] shapes = inputs;
    for (Block block : new Block[] {conv1, bn1, relu, conv2, bn2}) {
      block.initialize(manager, type, shapes);
      shapes = block.getOutputShapes(shapes);
    }
    if (downsample != null) {
      downsample.initialize(manager, type, inputs);
    }
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    return conv2.getOutputShapes(conv1.getOutputShapes(inputs));
  }
}
