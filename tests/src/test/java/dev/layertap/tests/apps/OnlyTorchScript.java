// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.apps;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * An app that runs a TorchScript file and knows nothing of Layertap. Arguments: the file, the
 * input's shape. Prints the bits of what came out.
 */
public final class OnlyTorchScript {
  private OnlyTorchScript() {}

  public static void main(String[] args) throws Exception {
    try (Model model = Model.newInstance("model", "PyTorch")) {
      model.load(Path.of(args[0]));
      NDManager manager = model.getNDManager();
      Shape shape =
          new Shape(Arrays.stream(args[1].split(",", -1)).mapToLong(Long::parseLong).toArray());
      NDArray input = manager.arange((float) shape.size());
      for (int i = 0; i < 2; i++) {
        NDList output =
            model
                .getBlock()
                .forward(
                    new ParameterStore(manager, false), new NDList(input.reshape(shape)), false);
        System.out.println(Arrays.toString(output.get(0).toFloatArray()));
      }
    }
  }
}
