// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import java.nio.file.Path;

/** Loads a TorchScript file as apps do. Knows no Layertap. */
final class CaseModel implements AutoCloseable {
  private final ZooModel<NDList, NDList> model;

  private CaseModel(ZooModel<NDList, NDList> model) {
    this.model = model;
  }

  static CaseModel load(Path file) throws Exception {
    return load(file, false);
  }

  static CaseModel load(Path file, boolean trainParam) throws Exception {
    Criteria.Builder<NDList, NDList> criteria =
        Criteria.builder()
            .setTypes(NDList.class, NDList.class)
            .optModelPath(file)
            .optEngine("PyTorch")
            .optTranslator(new NoopTranslator());
    if (trainParam) {
      criteria.optOption("trainParam", "true");
    }
    return new CaseModel(criteria.build().loadModel());
  }

  ZooModel<NDList, NDList> model() {
    return model;
  }

  Block block() {
    return model.getBlock();
  }

  Predictor<NDList, NDList> predictor() {
    return model.newPredictor();
  }

  @Override
  public void close() {
    model.close();
  }
}
