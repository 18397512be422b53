// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.ParameterStore;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Scopes over models that were loaded before the scope was opened. */
class TorchScriptScopeTest {
  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @BeforeAll
  static void attach() {
    Layertap.open().close();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private static List<String> calls(CaptureScope scope) {
    return scope.all().stream().map(one -> one.path() + "#" + one.call()).toList();
  }

  private NDList run(Block block, NDList inputs) {
    return block.forward(new ParameterStore(manager, false), inputs, false);
  }

  @Test
  void aModelInsideOfJavaBlocksContinuesTheirPath() throws Exception {
    try (CaseModel model = CaseModel.load(ModelFiles.fixture("shared-scripted"))) {
      Block net =
          new SequentialBlock()
              .add(list -> list)
              .add(new SequentialBlock().add(model.block()).add(list -> list));
      try (CaptureScope scope = Layertap.on(net).open("1.0.again", "1.0", "**.first.?")) {
        NDArray output = run(net, ModelFiles.inputs("shared-scripted", manager)).get(0);
        assertThat(calls(scope))
            .contains("1.0.first.0#0", "1.0.first.1#0", "1.0.again#0", "1.0.again#1", "1.0#0");
        assertThat(scope.all("1.0.again").get(1).array()).isEqualTo(output);
        assertThat(scope.get("1.0").array()).isEqualTo(output);
      }
    }
  }

  @Test
  void aTranslatorsPredictionIsTheSameAndIsSeen() throws Exception {
    Criteria<float[], Float> criteria =
        Criteria.builder()
            .setTypes(float[].class, Float.class)
            .optModelPath(ModelFiles.fixture("texts"))
            .optEngine("PyTorch")
            .optTranslator(new Summing())
            .build();
    try (ZooModel<float[], Float> model = criteria.loadModel();
        Predictor<float[], Float> predictor = model.newPredictor()) {
      float[] input = {1, 2, 3};
      assertThat(predictor.predict(input)).isEqualTo(12);
      try (CaptureScope scope = Layertap.open("child")) {
        assertThat(predictor.predict(input)).isEqualTo(12);
        assertThat(scope.get("child").array().toFloatArray()).containsExactly(2, 4, 6);
      }
    }
  }

  private static final class Summing implements Translator<float[], Float> {
    @Override
    public NDList processInput(TranslatorContext context, float[] input) {
      return new NDList(context.getNDManager().create(input));
    }

    @Override
    public Float processOutput(TranslatorContext context, NDList list) {
      return list.get(0).sum().getFloat();
    }
  }

  @Test
  void theInputsMayNameAnotherMethod() throws Exception {
    try (CaseModel model = CaseModel.load(ModelFiles.fixture("functions"))) {
      NDList inputs = ModelFiles.inputs("functions", manager);
      NDArray chooser = manager.create(0f);
      chooser.setName("module_method:other");
      inputs.add(0, chooser);
      NDList original = run(model.block(), inputs);
      try (CaptureScope scope = Layertap.on(model.model()).open("two", "two.inner")) {
        NDList outputs = run(model.block(), inputs);
        assertThat(outputs).hasSize(2);
        assertThat(outputs.get(1)).isEqualTo(original.get(1));
        assertThat(calls(scope)).containsExactly("two.inner#0", "two#0", "two.inner#1", "two#1");
        assertThat(scope.all("two").get(1).array()).isEqualTo(original.get(1));
      }
    }
  }

  @Test
  void theEnginesOwnForwardIsAPassToo() throws Exception {
    try (CaseModel model = CaseModel.load(ModelFiles.fixture("functions"));
        CaptureScope scope = Layertap.on(model.model()).open("two", ".");
        IValue input = IValue.from((PtNDArray) ModelFiles.inputs("functions", manager).get(0))) {
      PtSymbolBlock block = (PtSymbolBlock) model.block();
      PtNDManager own = (PtNDManager) manager;
      try (IValue output = block.forward(input);
          IValue other = IValueUtils.runMethod(block, "other", input)) {
        assertThat(scope.passCount()).isEqualTo(2);
        assertThat(scope.all(".").get(0).array()).isEqualTo(output.toTensor(own));
        assertThat(scope.all(".").get(1).arrays()).isEqualTo(other.toNDList(own));
        assertThat(scope.all("two")).extracting(Activation::pass).containsExactly(0, 0, 1, 1);
      }
    }
  }

  @Test
  void aClosedScopeLeavesNoArrayBehind() throws Exception {
    try (CaseModel model = CaseModel.load(ModelFiles.fixture("outputs"))) {
      PtSymbolBlock block = (PtSymbolBlock) model.block();
      PtNDArray array = (PtNDArray) ModelFiles.inputs("outputs", manager).get(0);
      block.forward(IValue.from((PtNDArray) array.duplicate())).close();
      int before = arrays();
      for (int i = 0; i < 3; i++) {
        try (CaptureScope scope = Layertap.open("**", ".");
            NDArray copy = array.duplicate();
            IValue input = IValue.from((PtNDArray) copy)) {
          block.forward(input).close();
          assertThat(scope.all()).hasSizeGreaterThan(7);
          assertThat(arrays()).isGreaterThan(before);
        }
        assertThat(arrays()).isEqualTo(before);
      }
    }
  }

  /** Every array that any manager of the engine knows. */
  private int arrays() {
    return manager.getParentManager().getManagedArrays().size();
  }
}
