// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.BlockList;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/**
 * What one would write without Layertap: the sample's ResNet-18 again, on the same layers, with a
 * {@code forward} that also returns {@code maxpool}, {@code avgpool} and {@code
 * layer3.0.downsample.1}.
 */
final class HandEditedResNet18 extends AbstractBlock {
  private final Block model;
  private final boolean copies;

  /**
   * Edits a model, which keeps its layers.
   *
   * @param copies whether to return copies, which stay true when the model overwrites its own
   */
  HandEditedResNet18(Block model, boolean copies) {
    this.model = addChildBlock("model", model);
    this.copies = copies;
  }

  private NDArray kept(NDList outputs) {
    NDArray output = outputs.singletonOrThrow();
    return copies ? output.duplicate() : output;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    BlockList layers = model.getChildren();
    NDList x = inputs;
    NDList outputs = new NDList();
    for (int i = 0; i < layers.size() - 1; i++) {
      if (layers.keyAt(i).endsWith("layer3")) {
        x = layer3(layers.valueAt(i), store, x, training, outputs);
      } else {
        x = layers.valueAt(i).forward(store, x, training);
      }
      if (layers.keyAt(i).endsWith("pool")) {
        outputs.add(kept(x));
      }
    }
    NDArray features = x.singletonOrThrow();
    NDArray rows = features.reshape(features.getShape().get(0), -1);
    Block fc = layers.valueAt(layers.size() - 1);
    outputs.add(0, fc.forward(store, new NDList(rows), training).singletonOrThrow());
    return outputs;
  }

  private NDList layer3(
      Block layer, ParameterStore store, NDList inputs, boolean training, NDList outputs) {
    BlockList blocks = layer.getChildren();
    NDList x = inputs;
    BlockList first = blocks.valueAt(0).getChildren();
    for (int i = 0; i < 5; i++) { // conv1, bn1, relu, conv2, bn2
      x = first.valueAt(i).forward(store, x, training);
    }
    BlockList downsample = first.valueAt(5).getChildren();
    NDList shortcut = downsample.valueAt(0).forward(store, inputs, training);
    shortcut = downsample.valueAt(1).forward(store, shortcut, training);
    outputs.add(kept(shortcut));
    NDArray sum = x.singletonOrThrow().addi(shortcut.singletonOrThrow());
    x = first.valueAt(2).forward(store, new NDList(sum), training);
    return blocks.valueAt(1).forward(store, x, training);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    throw new UnsupportedOperationException("only run");
  }
}
