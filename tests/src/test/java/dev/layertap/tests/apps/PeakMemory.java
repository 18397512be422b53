// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.apps;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.take.Take;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs a model twice, in a scope if a policy is given, and prints what it returned, what the scope
 * says, and the most memory that the process ever had.
 */
public final class PeakMemory {
  private PeakMemory() {}

  public static void main(String[] args) throws Exception {
    Layertap.open(".").close();
    Criteria<NDList, NDList> criteria =
        Criteria.builder()
            .setTypes(NDList.class, NDList.class)
            .optModelPath(Path.of(args[0]))
            .optEngine("PyTorch")
            .optTranslator(new NoopTranslator())
            .build();
    try (ZooModel<NDList, NDList> model = criteria.loadModel();
        Predictor<NDList, NDList> predictor = model.newPredictor()) {
      if (args.length == 1) {
        run(predictor);
      } else {
        CaptureScope.Builder scopes = Layertap.builder().addCapture("steps.*", Take.parse(args[1]));
        if (args.length > 2) {
          scopes.optBudget(Long.parseLong(args[2]));
        }
        try (CaptureScope scope = scopes.open()) {
          run(predictor);
          System.out.println("unfired " + scope.unfiredCaptures());
          System.out.println("errors " + scope.internalErrors());
        }
      }
    }
    List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
    status.stream().filter(line -> line.startsWith("VmHWM:")).forEach(System.out::println);
  }

  private static void run(Predictor<NDList, NDList> predictor) throws Exception {
    for (int i = 0; i < 2; i++) {
      try (NDManager manager = NDManager.newBaseManager("PyTorch");
          NDArray input = manager.create(1f);
          NDList output = predictor.predict(new NDList(input))) {
        System.out.println("output " + output.get(0).toFloatArray()[0]);
      }
    }
  }
}
