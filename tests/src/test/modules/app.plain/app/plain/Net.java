// SPDX-License-Identifier: Apache-2.0
package app.plain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/** A block of the app's own, with one child that nothing but a private field knows. */
final class Net extends AbstractBlock {
  private final Block first = addChildBlock("first", Linear.builder().setUnits(8).build());
  private final Block hidden = Activation.reluBlock();
  private final Block last = addChildBlock("last", Linear.builder().setUnits(2).build());

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    NDList current = first.forward(store, inputs, training);
    return last.forward(store, hidden.forward(store, current, training), training);
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
    first.initialize(manager, type, inputs);
    last.initialize(manager, type, first.getOutputShapes(inputs));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    return last.getOutputShapes(first.getOutputShapes(inputs));
  }

  /** The same weights in every JVM. */
  static Net filled(NDManager manager) {
    Net net = new Net();
    net.initialize(manager, DataType.FLOAT32, new Shape(1, 4));
    net.getParameters().forEach(pair -> fill(pair.getValue().getArray()));
    return net;
  }

  private static void fill(NDArray array) {
    float[] values = new float[(int) array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i + values.length);
    }
    array.set(values);
  }
}
