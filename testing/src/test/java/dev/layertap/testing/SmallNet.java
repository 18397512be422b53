// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.layertap.annotation.Capture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code first}, then {@code relu}, then {@code second}, then the same {@code relu} again. */
public class SmallNet extends AbstractBlock {
  public static final int WIDTH = 4;

  private final Block first = addChildBlock("first", linear());
  private final Block relu = addChildBlock("relu", Activation.reluBlock());

  @Capture("comp")
  private final Block second = addChildBlock("second", linear());

  @SuppressWarnings("unused")
  private final Block idle = addChildBlock("idle", linear());

  /** Runs on the output of {@code second}, as models do that overwrite in place. */
  public Consumer<NDList> afterSecond = list -> {};

  static Linear linear() {
    return Linear.builder().setUnits(WIDTH).build();
  }

  public static SmallNet initialised(NDManager manager) {
    SmallNet net = new SmallNet();
    initialise(net, manager, new Shape(1, WIDTH));
    return net;
  }

  static void initialise(Block block, NDManager manager, Shape... shapes) {
    // The same weights each time, of both signs: random ones may leave the relu nothing to pass.
    block.setInitializer(
        (owner, shape, type) -> owner.arange((float) shape.size()).sin().reshape(shape),
        Parameter.Type.WEIGHT);
    block.initialize(manager, DataType.FLOAT32, shapes);
  }

  public static NDList run(Block block, NDManager manager, NDList inputs) {
    return block.forward(new ParameterStore(manager, false), inputs, false);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    NDList x = first.forward(store, inputs, training, params);
    x = relu.forward(store, x, training, params);
    x = second.forward(store, x, training, params);
    afterSecond.accept(x);
    return relu.forward(store, x, training, params);
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
