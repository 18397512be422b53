// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.apps;

import dev.layertap.torchscript.run.TorchScriptModel;
import java.nio.file.Path;

/** An app that uses Layertap's own way to a TorchScript model. */
public final class LoadsTorchScriptModel {
  private LoadsTorchScriptModel() {}

  public static void main(String[] args) throws Exception {
    try (TorchScriptModel model = TorchScriptModel.load(Path.of(args[0]))) {
      System.out.println(model.methods());
    }
    System.exit(0); // libtorch's threads
  }
}
