// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import dev.layertap.annotation.Capture;

/**
 * The downsample of {@code layer3.0}: the same two layers as in {@link Layers#downsample}, and a
 * name for the second.
 *
 * <p>The annotation is all there is to it. Nothing here or in {@link ResNet18} stores, returns or
 * prints the value.
 */
final class Layer3Downsample extends SequentialBlock {
  @Capture("comp")
  final Block norm = Layers.norm();

  Layer3Downsample() {
    add(Layers.conv(256, 1, 2));
    add(norm);
  }
}
