// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.traps;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.hook.HookHandle;
import dev.layertap.take.Take;
import dev.layertap.tests.SmallNet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A {@code Predictor} closes all that a call has made as soon as it returns. */
class PredictorTest {
  private static final Translator<float[], float[]> TRANSLATOR =
      new Translator<>() {
        @Override
        public NDList processInput(TranslatorContext context, float[] input) {
          return new NDList(context.getNDManager().create(input));
        }

        @Override
        public float[] processOutput(TranslatorContext context, NDList list) {
          return list.get(0).toFloatArray();
        }

        @Override
        public Batchifier getBatchifier() {
          return Batchifier.STACK;
        }
      };

  @ParameterizedTest
  @ValueSource(strings = {"both", "both reference", "both slice(0, 0, 1)"})
  void whatAPredictorClosesWhenItReturnsStaysReadable(String take) throws Exception {
    List<NDArray> own = new ArrayList<>();
    try (Model model = Model.newInstance("net")) {
      SmallNet net = new SmallNet();
      SmallNet.initialise(net, model.getNDManager(), new Shape(1, 4));
      model.setBlock(net);
      try (Predictor<float[], float[]> predictor = model.newPredictor(TRANSLATOR);
          HookHandle unused =
              Layertap.registerForwardHook("**", (call, in, out) -> own.addAll(out.arrays()));
          CaptureScope scope =
              Layertap.on(model).addCapture("first or .", Take.parse(take)).open()) {
        float[] returned = predictor.predict(new float[] {1, -2, 3, -4});
        predictor.batchPredict(List.of(new float[4], new float[] {1, 1, 1, 1}));
        assertThat(own).hasSize(8).allMatch(NDArray::isReleased);
        predictor.close();
        assertThat(scope.internalErrors()).isEmpty();
        assertThat(scope.passCount()).isEqualTo(2);
        assertThat(scope.all()).hasSize(8);
        assertThat(scope.all().get(0).array().toFloatArray()).containsExactly(1, -2, 3, -4);
        assertThat(scope.all().get(3).array().toFloatArray()).containsExactly(returned);
      }
    }
  }
}
