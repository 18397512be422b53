// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.apps;

import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * An app that knows nothing of Layertap and runs each model for the first time on four threads at
 * once. Arguments: the file, and how often to load it. Prints the bits of what came out.
 */
public final class FirstPassesAtOnce {
  private static final int THREADS = 4;

  private FirstPassesAtOnce() {}

  public static void main(String[] args) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      for (int i = 0; i < Integer.parseInt(args[1]); i++) {
        try (Model model = Model.newInstance("model", "PyTorch")) {
          model.load(Path.of(args[0]));
          CyclicBarrier start = new CyclicBarrier(THREADS);
          List<Future<String>> passes = new ArrayList<>();
          for (int j = 0; j < THREADS; j++) {
            passes.add(
                threads.submit(
                    () -> {
                      start.await();
                      return pass(model);
                    }));
          }
          for (Future<String> pass : passes) {
            System.out.println(pass.get());
          }
        }
      }
    } finally {
      threads.shutdown();
    }
  }

  private static String pass(Model model) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDList output =
          model
              .getBlock()
              .forward(
                  new ParameterStore(manager, false),
                  new NDList(manager.ones(new Shape(3, 4))),
                  false);
      try (output) {
        return Arrays.toString(output.get(0).toFloatArray());
      }
    }
  }
}
