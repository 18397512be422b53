// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.Blackhole;

/** A block whose work is a number of steps in Java, so that no engine's noise hides the weaving. */
final class SmallBlock extends AbstractBlock {
  private final long steps;

  /** Takes as long as {@link Blackhole#consumeCPU} does. */
  SmallBlock(long steps) {
    this.steps = steps;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    Blackhole.consumeCPU(steps);
    return inputs;
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    return inputs;
  }
}
