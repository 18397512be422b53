// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.apps;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * An app that runs whatever model stands in a folder, blocks and all, and knows nothing of
 * Layertap. Argument: the folder. Prints the bits of what came out.
 */
public final class FolderModel {
  private FolderModel() {}

  public static void main(String[] args) throws Exception {
    Criteria<NDList, NDList> criteria =
        Criteria.builder()
            .setTypes(NDList.class, NDList.class)
            .optModelPath(Path.of(args[0]))
            .optEngine("PyTorch")
            .optTranslator(new NoopTranslator())
            .build();
    try (ZooModel<NDList, NDList> model = criteria.loadModel();
        Predictor<NDList, NDList> predictor = model.newPredictor()) {
      NDList inputs = new NDList(model.getNDManager().arange(4f).reshape(1, 4));
      System.out.println(Arrays.toString(predictor.predict(inputs).get(0).toFloatArray()));
    }
  }
}
