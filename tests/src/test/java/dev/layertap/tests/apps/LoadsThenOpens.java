// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.apps;

import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.LayertapException;
import java.nio.file.Path;

/**
 * An app that loads a TorchScript file twice, before its first scope and after. Argument: the file.
 * Prints what each scope saw and could not see.
 */
public final class LoadsThenOpens {
  private LoadsThenOpens() {}

  public static void main(String[] args) throws Exception {
    try (Model before = Model.newInstance("before", "PyTorch")) {
      before.load(Path.of(args[0]));
      show(before);
      try (Model after = Model.newInstance("after", "PyTorch")) {
        after.load(Path.of(args[0]));
        show(after);
      }
      show(before);
    }
  }

  private static void show(Model model) {
    try (CaptureScope scope = Layertap.open(".", "again")) {
      model
          .getBlock()
          .forward(
              new ParameterStore(model.getNDManager(), false),
              new NDList(model.getNDManager().ones(new Shape(1, 4))),
              false);
      System.out.println(scope.all("again"));
    } catch (LayertapException e) {
      System.out.println(e.getMessage());
    }
  }
}
