// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.app;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/** Fails in the middle of a pass. */
final class FailingBlock extends AbstractBlock {
  /** What the last failure threw: the very same one must arrive. */
  @Nullable IllegalStateException thrown;

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    thrown = new IllegalStateException("the app's own");
    throw thrown;
  }

  @Override
  public Shape[] getOutputShapes(Shape[] shapes) {
    return shapes;
  }
}
