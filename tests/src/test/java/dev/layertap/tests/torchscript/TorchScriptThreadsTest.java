// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many predictors over one model, each with a scope of its own. */
class TorchScriptThreadsTest {
  private static final int THREADS = 8;
  private static final int PASSES = 25;

  @BeforeAll
  static void attach() {
    Layertap.open().close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"shared-scripted", "forks"})
  void nothingCrossesOverBetweenThreads(String fixture) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (CaseModel model = CaseModel.load(ModelFiles.fixture(fixture))) {
      CountDownLatch ready = new CountDownLatch(THREADS);
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        float scale = i + 1;
        runs.add(threads.submit(() -> runOn(model, fixture, scale, ready)));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Void runOn(CaseModel model, String fixture, float scale, CountDownLatch ready)
      throws Exception {
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        Predictor<NDList, NDList> predictor = model.predictor()) {
      NDArray input = ModelFiles.inputs(fixture, manager).get(0).mul(scale);
      NDList inputs = new NDList(input);
      List<String> alone = one(model, predictor, inputs);
      ready.countDown();
      ready.await();
      for (int pass = 0; pass < PASSES; pass++) {
        assertThat(one(model, predictor, inputs)).isEqualTo(alone);
      }
    }
    return null;
  }

  /** One pass: each call with its bits, and the output's. */
  private static List<String> one(
      CaseModel model, Predictor<NDList, NDList> predictor, NDList inputs) throws Exception {
    List<String> lines = new ArrayList<>();
    try (CaptureScope scope = Layertap.on(model.model()).open("**");
        NDList output = predictor.predict(inputs)) {
      scope.all().forEach(a -> lines.add(a.path() + "#" + a.call() + ValueBits.of(a.value())));
      lines.add(ValueBits.of(output.get(0)));
      assertThat(scope.passCount()).isEqualTo(1);
      assertThat(scope.internalErrors()).isEmpty();
    }
    return lines;
  }
}
