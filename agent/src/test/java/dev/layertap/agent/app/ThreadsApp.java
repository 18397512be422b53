// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.app;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs the app's very first passes on many threads at the same moment. */
public final class ThreadsApp {
  static final int THREADS = 8;

  private ThreadsApp() {}

  public static void main(String[] arguments) throws Exception {
    Block block = new SequentialBlock().add(new LambdaBlock(list -> list));
    CyclicBarrier start = new CyclicBarrier(THREADS);
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try (NDManager manager = NDManager.newBaseManager()) {
      List<Future<?>> passes = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        passes.add(
            pool.submit(
                () -> {
                  start.await();
                  NDList inputs = new NDList(manager.ones(new Shape(2, 3)));
                  return block.forward(new ParameterStore(manager, false), inputs, false);
                }));
      }
      for (Future<?> pass : passes) {
        pass.get();
      }
    } finally {
      pool.shutdown();
    }
  }
}
