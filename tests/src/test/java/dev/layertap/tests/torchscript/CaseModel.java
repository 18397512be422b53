// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

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

  /** Has libtorch make the twin ready, as a pass without scope would; runs nothing of the model. */
  void plan() {
    PtSymbolBlock block = (PtSymbolBlock) block();
    Optional<String> stem =
        Stream.of("_layertap", "_layertap2", "_layertap3", "_layertap4")
            .filter(name -> isWritten(block, name + "_inline_forward"))
            .findFirst();
    if (stem.isEmpty()) {
      return; // nothing in its forward has a twin
    }
    JniUtils.setGraphExecutorOptimize(false);
    try {
      assertThatThrownBy(() -> IValueUtils.runMethod(block, stem.get() + "_plan_forward"))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("list index out of range");
    } finally {
      JniUtils.setGraphExecutorOptimize(true);
    }
  }

  /** A model whose code has a name of ours has twins under another. */
  private static boolean isWritten(PtSymbolBlock block, String method) {
    try {
      IValueUtils.runMethod(block, method).close();
      return true;
    } catch (EngineException e) {
      assertThat(e).hasMessageContaining("is not defined");
      return false;
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
