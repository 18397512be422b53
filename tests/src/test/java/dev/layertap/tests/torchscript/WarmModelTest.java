// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Models that libtorch has optimised: a scope's twin runs without its optimiser, and the results
 * are the same to the last bit.
 */
class WarmModelTest {
  /** Libtorch has profiled a graph at its first run, and compiled it at its second. */
  private static final int WARM = 4;

  @BeforeAll
  static void attach() {
    Layertap.open().close();
  }

  static List<String> fixtures() throws Exception {
    return FixturesTest.fixtures();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void aPassInAScopeReturnsTheBitsOfTheNextPass(String fixture) throws Exception {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      assertThat(last(fixture, manager, true)).isEqualTo(last(fixture, manager, false));
    }
  }

  /** Loaded anew each time, for a model may keep state. */
  private static String last(String fixture, NDManager manager, boolean captured) throws Exception {
    try (CaseModel model = CaseModel.load(ModelFiles.fixture(fixture))) {
      for (int i = 0; i < WARM; i++) {
        pass(model, fixture, manager);
      }
      if (!captured) {
        return pass(model, fixture, manager);
      }
      try (CaptureScope scope = Layertap.open(".", "any=**")) {
        String bits = pass(model, fixture, manager);
        assertThat(scope.internalErrors()).isEmpty();
        return bits;
      }
    }
  }

  private static String pass(CaseModel model, String fixture, NDManager manager) throws Exception {
    try (NDManager ofThePass = manager.newSubManager()) {
      NDList inputs = ModelFiles.inputs(fixture, ofThePass);
      NDList outputs = model.block().forward(new ParameterStore(ofThePass, false), inputs, false);
      StringBuilder bits = new StringBuilder();
      for (NDArray output : outputs) {
        bits.append(output.getShape()).append(Arrays.toString(output.toByteArray()));
      }
      return bits.toString();
    } catch (RuntimeException e) {
      return e.getClass().getName(); // what DJL cannot read of some, with a scope and without
    }
  }
}
