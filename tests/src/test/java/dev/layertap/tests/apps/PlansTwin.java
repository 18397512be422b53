// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.apps;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * An app that runs a TorchScript file with the agent there. Arguments: the file, and what to do, in
 * order: {@code plain} and {@code scope} are passes, {@code off} switches libtorch's optimiser off
 * in this thread. Prints the bits of what came out; on stderr a line before each step.
 */
public final class PlansTwin {
  private PlansTwin() {}

  public static void main(String[] args) throws Exception {
    Layertap.open().close(); // attaches the agent
    try (Model model = Model.newInstance("model", "PyTorch")) {
      model.load(Path.of(args[0]));
      for (int i = 1; i < args.length; i++) {
        System.err.println("step " + args[i]);
        switch (args[i]) {
          case "plain" -> pass(model);
          case "scope" -> {
            try (CaptureScope scope = Layertap.open("again")) {
              pass(model);
              System.out.println(Arrays.toString(scope.concat("again").toFloatArray()));
            }
          }
          default -> JniUtils.setGraphExecutorOptimize(false);
        }
      }
    }
  }

  private static void pass(Model model) {
    try (NDManager manager = model.getNDManager().newSubManager()) {
      NDArray input = manager.ones(new Shape(3, 4));
      NDList output =
          model.getBlock().forward(new ParameterStore(manager, false), new NDList(input), false);
      System.out.println(Arrays.toString(output.get(0).toFloatArray()));
    }
  }
}
