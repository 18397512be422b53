// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import ai.djl.util.PairList;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Captures of blocks that return an empty list: there is nothing to copy, and what is left is the
 * bookkeeping.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Bookkeeping {
  private static final int BLOCKS = 20;
  private static final int PASSES = 50;
  private static final int CALLS = BLOCKS * PASSES;

  private final Block model = new Empties();
  private final NDList inputs = new NDList();
  private final ParameterStore store = new ParameterStore();

  /** Runs its blocks one after the other. */
  private static final class Empties extends AbstractBlock {
    Empties() {
      for (int i = 0; i < BLOCKS; i++) {
        addChildBlock("block" + i, new SmallBlock(1));
      }
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore store,
        NDList inputs,
        boolean training,
        @Nullable PairList<String, Object> params) {
      NDList x = inputs;
      for (Pair<String, Block> child : getChildren()) {
        x = child.getValue().forward(store, x, training, params);
      }
      return x;
    }

    @Override
    public Shape[] getOutputShapes(Shape[] shapes) {
      return shapes;
    }
  }

  /**
   * Runs the model without a scope.
   *
   * @return what it returned
   */
  @Benchmark
  @OperationsPerInvocation(CALLS)
  public NDList idle() {
    return run();
  }

  /**
   * Runs the model in a scope that captures every block; its opening and closing count.
   *
   * @return how much was captured
   */
  @Benchmark
  @OperationsPerInvocation(CALLS)
  public int captured() {
    try (CaptureScope scope = Layertap.open("*")) {
      run();
      int count = scope.all().size();
      if (count != CALLS) {
        throw new IllegalStateException(count + " captures, not " + CALLS);
      }
      return count;
    }
  }

  private NDList run() {
    NDList last = inputs;
    for (int i = 0; i < PASSES; i++) {
      last = model.forward(store, inputs, false, null);
    }
    return last;
  }
}
