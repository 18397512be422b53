// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.torchscript.run.InstrumentedModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that was instrumented for Python and C++, loaded in Java with the agent. */
class InstrumentedModelTest {
  private static final String NAME = "cnn-scripted";

  private final PtNDManager manager = (PtNDManager) NDManager.newBaseManager("PyTorch");
  private final Path folder;

  InstrumentedModelTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void attach() {
    Layertap.open(".").close();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private Path instrumented() throws Exception {
    Path file = folder.resolve("layers.pt");
    InstrumentedModel.write(ModelFiles.fixture(NAME), file, place -> true, true, false);
    return file;
  }

  /** The bits of all that a model's modules returned, by key. */
  private Map<String, Integer> captured(Path file) throws Exception {
    Map<String, Integer> bits = new LinkedHashMap<>();
    try (CaptureScope scope = Layertap.builder().optQuiet().open("**");
        CaseModel model = CaseModel.load(file);
        Predictor<NDList, NDList> predictor = model.predictor()) {
      predictor.predict(ModelFiles.inputs(NAME, manager)).close();
      for (Activation one : scope.all()) {
        bits.put(one.path() + "#" + one.call(), bits(one.array()));
      }
      assertThat(scope.internalErrors()).isEmpty();
    }
    return bits;
  }

  private static int bits(NDArray array) {
    return Arrays.hashCode(array.toByteArray());
  }

  @Test
  void isAModelLikeAnyOtherOfWhichModulesAreCaptured() throws Exception {
    Map<String, Integer> original = captured(ModelFiles.fixture(NAME));
    assertThat(original).hasSize(18).containsKey("layer1.0.relu#1");
    assertThat(captured(instrumented())).isEqualTo(original);
  }

  @Test
  void itsCapturingMethodRunsInsideAndOutsideOfAScope() throws Exception {
    Map<String, Integer> original = captured(ModelFiles.fixture(NAME));
    try (CaseModel model = CaseModel.load(instrumented())) {
      assertThat(own((PtSymbolBlock) model.block())).containsAllEntriesOf(original).hasSize(19);
      try (CaptureScope scope = Layertap.builder().optQuiet().open("**")) {
        assertThat(own((PtSymbolBlock) model.block())).containsAllEntriesOf(original);
        assertThat(scope.internalErrors()).isEmpty();
      }
    }
  }

  /** What {@code layertap_capture} returns beside the result. */
  private Map<String, Integer> own(PtSymbolBlock block) throws Exception {
    Map<String, Integer> bits = new LinkedHashMap<>();
    NDArray image = ModelFiles.inputs(NAME, manager).get(0);
    try (IValue input = IValue.from((PtNDArray) image);
        IValue both = IValueUtils.runMethod(block, "layertap_capture", input)) {
      IValue[] parts = both.toIValueTuple();
      parts[1].toIValueMap().forEach((key, value) -> bits.put(key, bits(value.toTensor(manager))));
    }
    return bits;
  }
}
