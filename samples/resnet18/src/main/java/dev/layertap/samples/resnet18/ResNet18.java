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
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** torchvision's ResNet-18 in DJL blocks: the same names, the same order, the same shapes. */
public final class ResNet18 extends AbstractBlock {
  static final int CLASSES = 1000;
  static final Shape INPUT = new Shape(1, 3, 224, 224);

  /** What runs before the maps become one row of features, in order. */
  private final List<Block> trunk;

  private final Block fc;

  /** Makes the layers, without weights. */
  public ResNet18() {
    trunk =
        List.of(
            addChildBlock("conv1", Layers.conv(64, 7, 2)),
            addChildBlock("bn1", Layers.norm()),
            addChildBlock("relu", Activation.reluBlock()),
            addChildBlock("maxpool", Layers.maxPool()),
            addChildBlock("layer1", Layers.sequence(new BasicBlock(64), new BasicBlock(64))),
            addChildBlock("layer2", stage(128, Layers.downsample(128))),
            addChildBlock("layer3", stage(256, new Layer3Downsample())),
            addChildBlock("layer4", stage(512, Layers.downsample(512))),
            addChildBlock("avgpool", Layers.averagePool()));
    fc = addChildBlock("fc", Linear.builder().setUnits(CLASSES).build());
  }

  private static Block stage(int channels, Block downsample) {
    return Layers.sequence(new BasicBlock(channels, downsample), new BasicBlock(channels));
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    NDList x = inputs;
    for (Block block : trunk) {
      x = block.forward(store, x, training);
    }
    NDArray features = x.singletonOrThrow();
    NDArray rows = features.reshape(features.getShape().get(0), -1);
    return fc.forward(store, new NDList(rows), training);
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
    Shape[] shapes = inputs;
    for (Block block : trunk) {
      block.initialize(manager, type, shapes);
      shapes = block.getOutputShapes(shapes);
    }
    fc.initialize(manager, type, new Shape(shapes[0].get(0), shapes[0].get(1)));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    return new Shape[] {new Shape(inputs[0].get(0), CLASSES)};
  }
}
