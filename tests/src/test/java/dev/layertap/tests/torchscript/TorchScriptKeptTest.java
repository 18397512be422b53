// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.value.Statistics;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a twin has copied is kept as it is until it is read; a reader notices nothing of that. */
class TorchScriptKeptTest {
  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private CaseModel model;

  @BeforeAll
  static void attach() {
    Layertap.open().close();
  }

  @BeforeEach
  void load() throws Exception {
    model = CaseModel.load(ModelFiles.fixture("cnn-scripted"));
  }

  @AfterEach
  void close() {
    model.close();
    manager.close();
  }

  private void run() throws Exception {
    try (NDManager ofThePass = manager.newSubManager()) {
      model
          .block()
          .forward(
              new ParameterStore(ofThePass, false),
              ModelFiles.inputs("cnn-scripted", ofThePass),
              false);
    }
  }

  private static String anyModule(CaptureScope scope) {
    return scope.all().get(0).path();
  }

  @Test
  void anArrayIsAnOrdinaryOneAndAlwaysTheSame() throws Exception {
    try (CaptureScope scope = Layertap.open("**")) {
      run();
      for (Activation activation : scope.all()) {
        NDArray array = activation.array();
        float first = array.flatten().getFloat(0);
        assertThat(array.addi(1).flatten().getFloat(0)).isEqualTo(first + 1);
        assertThat(activation.array()).isSameAs(array);
        assertThat(array.hasGradient()).isFalse();
      }
    }
  }

  @Test
  void numbersAndWordsAreThoseOfTheArray() throws Exception {
    try (CaptureScope scope = Layertap.open("**")) {
      run();
      for (Activation activation : scope.all()) {
        String words = activation.toString();
        Statistics before = activation.statistics();
        assertThat(activation.shape()).isEqualTo(activation.array().getShape());
        assertThat(activation.statistics())
            .isEqualTo(before)
            .isEqualTo(Statistics.of(activation.array()));
        assertThat(activation).hasToString(words);
      }
    }
  }

  @Test
  void twoCapturesOfOneModuleShareNoMemory() throws Exception {
    String module;
    try (CaptureScope scope = Layertap.open("**")) {
      run();
      module = anyModule(scope);
    }
    try (CaptureScope scope = Layertap.open("a=" + module, "b=" + module)) {
      run();
      assertThat(scope.get("b").array()).isEqualTo(scope.get("a").array());
      NDArray unread = scope.get("b").array().duplicate();
      scope.get("a").array().addi(1);
      assertThat(scope.get("b").array()).isEqualTo(unread);
    }
  }

  @Test
  void twoScopesShareNoMemoryAndOneMayGoBefore() throws Exception {
    try (CaptureScope outer = Layertap.open("**")) {
      CaptureScope inner = Layertap.open("**");
      run();
      List<NDArray> arrays = inner.all().stream().map(Activation::array).toList();
      arrays.forEach(array -> array.addi(1));
      assertThat(outer.all()).hasSameSizeAs(arrays);
      for (int i = 0; i < arrays.size(); i++) {
        assertThat(outer.all().get(i).array().add(1)).isEqualTo(arrays.get(i));
      }
      inner.close();
      assertThat(outer.all().get(0).array().isReleased()).isFalse();
    }
  }

  @Test
  void anArrayThatWasReadCanBeTakenOutAndOneThatWasNotIsReleased() throws Exception {
    CaptureScope scope = Layertap.open("**");
    run();
    Activation read = scope.all().get(0);
    Activation unread = scope.all().get(1);
    NDArray kept = read.array();
    kept.attach(manager);
    scope.close();
    assertThat(kept.flatten().getFloat(0)).isNotNaN();
    assertThatIllegalStateException()
        .isThrownBy(unread::array)
        .withMessageContaining("was released when its scope was closed");
  }
}
