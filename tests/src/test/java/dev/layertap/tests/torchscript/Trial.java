// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.ParameterStore;
import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

public final class Trial {
  private Trial() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        InputStream in = Files.newInputStream(folder.resolve("inputs.npz"))) {
      NDList inputs = NDList.decode(manager, in);
      inputs.forEach(a -> a.setName(null));
      Criteria<NDList, NDList> criteria =
          Criteria.builder()
              .setTypes(NDList.class, NDList.class)
              .optModelPath(folder.resolve(args[1]))
              .optEngine("PyTorch")
              .build();
      long t0 = System.nanoTime();
      try (ZooModel<NDList, NDList> model = criteria.loadModel()) {
        System.out.println("loaded in ms " + (System.nanoTime() - t0) / 1_000_000);
        System.out.println(Layertap.tree(model));
        NDList plain = model.getBlock().forward(new ParameterStore(manager, false), inputs, false);
        try (CaptureScope scope = Layertap.open("**", ".")) {
          NDList outputs =
              model.getBlock().forward(new ParameterStore(manager, false), inputs, false);
          System.out.println("same " + outputs.equals(plain));
          for (Activation one : scope.all()) {
            System.out.println(one);
          }
          System.out.println(scope.internalErrors());
        }
      }
    }
  }
}
