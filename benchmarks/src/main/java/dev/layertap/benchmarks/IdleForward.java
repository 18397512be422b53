// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The {@code forward} of a block with about a microsecond of work, and no scope open. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class IdleForward {
  /** About a microsecond. */
  private static final long STEPS = 550;

  private final Block block = new SmallBlock(STEPS);
  private final NDList inputs = new NDList();
  private final ParameterStore store = new ParameterStore();

  /**
   * Runs the block.
   *
   * @return what it returned
   */
  @Benchmark
  public NDList forward() {
    return block.forward(store, inputs, false, null);
  }
}
