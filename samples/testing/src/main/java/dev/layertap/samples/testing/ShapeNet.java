// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/** Tells vertical bars, class 0, from horizontal ones, class 1, in images of 8 x 8. */
public final class ShapeNet extends AbstractBlock {
  private static final int CHANNELS = 4;
  private static final int HIDDEN = 4;
  private static final int CLASSES = 2;

  private final Bug bug;
  private final Block conv;
  private final Block norm;
  private final Block relu;
  private final Block pool;
  private final Block hidden;
  private final Block relu2;
  private final Block classifier;

  /**
   * Makes a model that is not yet initialised.
   *
   * @param bug what is wrong with it
   */
  public ShapeNet(Bug bug) {
    this.bug = bug;
    conv =
        addChildBlock(
            "conv",
            Conv2d.builder()
                .setFilters(CHANNELS)
                .setKernelShape(new Shape(3, 3))
                .optPadding(new Shape(1, 1))
                .build());
    norm =
        addChildBlock(
            "norm",
            BatchNorm.builder().optMomentum(bug == Bug.WRONG_MOMENTUM ? 0.1f : 0.9f).build());
    relu = addChildBlock("relu", Activation.reluBlock());
    pool = addChildBlock("pool", Pool.globalAvgPool2dBlock());
    hidden = addChildBlock("hidden", Linear.builder().setUnits(HIDDEN).build());
    relu2 = addChildBlock("relu2", Activation.reluBlock());
    classifier = addChildBlock("classifier", Linear.builder().setUnits(CLASSES).build());
  }

  /**
   * Makes a model with weights, always the same.
   *
   * @param manager what the weights are attached to
   * @param bug what is wrong with it
   * @return the model
   */
  public static ShapeNet withWeights(NDManager manager, Bug bug) {
    ShapeNet net = new ShapeNet(bug);
    net.setInitializer(
        (owner, shape, type) ->
            owner.arange((float) shape.size()).add(1).mul(2.1f).sin().reshape(shape),
        Parameter.Type.WEIGHT);
    net.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 8, 8));
    net.classifier.getParameters().get("bias").getArray().set(new float[] {0, 0.5f});
    if (bug == Bug.TRANSPOSED_WEIGHT) {
      Parameter weight = net.hidden.getParameters().get("weight");
      try (NDArray transposed = weight.getArray().transpose()) {
        transposed.duplicate().copyTo(weight.getArray());
      }
    }
    return net;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    NDList x = inputs;
    for (Block block : new Block[] {conv, norm, relu, pool, hidden}) {
      x = block.forward(store, x, training);
    }
    if (bug != Bug.MISSING_RELU) {
      x = relu2.forward(store, x, training);
    }
    return new NDList(classifier.forward(store, x, training).singletonOrThrow().softmax(1));
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
    Shape[] shapes = inputs;
    for (Block block : getChildren().values()) {
      block.initialize(manager, type, shapes);
      shapes = block.getOutputShapes(shapes);
    }
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    return new Shape[] {new Shape(inputs[0].get(0), CLASSES)};
  }
}
