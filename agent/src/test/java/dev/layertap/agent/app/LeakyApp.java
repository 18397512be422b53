// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.app;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Listens, fails while it listens, runs a block, and never tidies up. Loads no native code. */
public final class LeakyApp implements Runnable, BiFunction<Object, Object[], Object> {
  private static final List<Object> KEPT = new ArrayList<>();

  @Override
  public void run() {
    KEPT.add(this);
    Block block = new Identity(); // with the first class of DJL comes the bridge
    try {
      Object unused =
          EventPrinter.bridge().getMethod("listen", BiFunction.class).invoke(null, this);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    NDList outputs = block.forward(new ParameterStore(), new NDList(), false);
    System.out.println("ran " + outputs.isEmpty());
  }

  @Override
  public Object apply(Object block, Object[] arguments) {
    throw new IllegalStateException("a listener's own");
  }

  private static final class Identity extends AbstractBlock {
    @Override
    protected NDList forwardInternal(
        ParameterStore store,
        NDList inputs,
        boolean training,
        @Nullable PairList<String, Object> params) {
      return inputs;
    }

    @Override
    public Shape[] getOutputShapes(Shape[] shapes) {
      return shapes;
    }
  }
}
