// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.apps;

import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * An app that serves predictions of a TorchScript file for as long as its standard input lasts, and
 * knows nothing of Layertap. Argument: the file. Obeys {@code predict}, and {@code load}, which
 * loads the file again.
 */
public final class ServesTorchScript {
  private ServesTorchScript() {}

  public static void main(String[] args) throws Exception {
    Model model = load(args[0]);
    System.out.println("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals("load")) {
        model.close();
        model = load(args[0]);
        System.out.println("loaded");
      } else {
        System.out.println(predict(model));
      }
    }
    model.close();
  }

  private static Model load(String file) throws Exception {
    Model model = Model.newInstance("model", "PyTorch");
    model.load(Path.of(file));
    return model;
  }

  private static String predict(Model model) {
    try (NDManager manager = model.getNDManager().newSubManager()) {
      NDList inputs = new NDList(manager.arange(12f).reshape(new Shape(3, 4)));
      NDList output = model.getBlock().forward(new ParameterStore(manager, false), inputs, false);
      return Arrays.toString(output.get(0).toFloatArray());
    }
  }
}
