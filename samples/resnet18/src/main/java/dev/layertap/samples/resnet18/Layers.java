// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;

/** The layers a ResNet is made of, with torchvision's settings. */
final class Layers {
  private Layers() {}

  /** A square convolution without bias, padded so that only the stride makes the map smaller. */
  static Block conv(int channels, int kernel, int stride) {
    int padding = kernel / 2;
    return Conv2d.builder()
        .setFilters(channels)
        .setKernelShape(new Shape(kernel, kernel))
        .optStride(new Shape(stride, stride))
        .optPadding(new Shape(padding, padding))
        .optBias(false)
        .build();
  }

  static Block norm() {
    // DJL's momentum is the share of the old value that stays: its 0.9 is PyTorch's 0.1.
    return BatchNorm.builder().optEpsilon(1e-5f).optMomentum(0.9f).build();
  }

  static Block maxPool() {
    return Pool.maxPool2dBlock(new Shape(3, 3), new Shape(2, 2), new Shape(1, 1));
  }

  /** The mean of each map. DJL's own drops the two last axes; torchvision's keeps them. */
  static Block averagePool() {
    return LambdaBlock.singleton(
        maps -> Pool.globalAvgPool2d(maps).expandDims(-1).expandDims(-1), "globalAvgPool2d");
  }

  /** Brings a block's input to the shape of its output, so that the two can be added. */
  static Block downsample(int channels) {
    return sequence(conv(channels, 1, 2), norm());
  }

  static Block sequence(Block... blocks) {
    return new SequentialBlock().addAll(blocks);
  }
}
