// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.LayertapException;
import dev.layertap.file.ArrayFile;
import dev.layertap.hook.HookHandle;
import dev.layertap.take.Side;
import dev.layertap.take.Take;
import dev.layertap.value.Statistics;
import dev.layertap.value.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What captures of blocks can do, captures of TorchScript modules can do. */
class TorchScriptTakeTest {
  private static final Path MODELS =
      Path.of("..", "torchscript", "src", "test", "resources", "models");

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @BeforeAll
  static void attach() {
    Layertap.open(".").close();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** What PyTorch's hooks saw. */
  private Expected expected(String name) throws Exception {
    return new Expected(ArrayFile.read(MODELS.resolve(name + ".npz"), manager));
  }

  private record Expected(Map<String, NDArray> arrays) {
    NDArray get(String key) {
      return requireNonNull(arrays.get(key));
    }
  }

  private static void run(String name, NDArray input) throws Exception {
    try (CaseModel model = CaseModel.load(MODELS.resolve(name + ".pt"));
        var predictor = model.predictor()) {
      predictor.predict(new NDList(input)).close();
    }
  }

  private static void assertClose(NDArray actual, NDArray expected) {
    assertThat(actual.allClose(expected, 1e-5, 1e-5, false)).isTrue();
  }

  @Test
  void modulesAreReducedSlicedConvertedAndCounted() throws Exception {
    Expected right = expected("cnn-scripted");
    try (CaptureScope scope =
        Layertap.builder()
            .addCapture("mean=maxpool", Take.outputs().mean(2, 3))
            .addCapture("one=maxpool", Take.outputs().slice(0, 1, 2).toType(DataType.FLOAT64))
            .addCapture("numbers=maxpool", Take.outputs().statistics())
            .addCapture("given=maxpool", Take.inputs().byReference())
            .open()) {
      run("cnn-scripted", right.get("#0<0"));
      NDArray pooled = right.get("maxpool#0");
      assertClose(scope.get("mean").array(), pooled.mean(new int[] {3}).mean(new int[] {2}));
      assertClose(scope.get("one").array(), pooled.get("1:2").toType(DataType.FLOAT64, true));
      Statistics numbers = scope.get("numbers").statistics();
      assertThat(numbers.count()).isEqualTo(2 * 4 * 5 * 5);
      assertThat(numbers.maximum()).isCloseTo(pooled.max().getFloat(), offset());
      assertClose(scope.get("given").array(), right.get("maxpool#0<0"));
      assertThat(scope.get("given").array().add(1).max().getFloat()).isFinite();
      assertThat(scope.internalErrors()).isEmpty();
    }
  }

  private static Offset<Double> offset() {
    return Offset.offset(1e-5);
  }

  @Test
  void callsOfALoopAreChosen() throws Exception {
    Expected right = expected("cells-scripted");
    try (CaptureScope scope =
        Layertap.builder()
            .addCapture("last=cell", Take.both().last())
            .addCapture("second=cell", Take.outputs().call(1))
            .open()) {
      run("cells-scripted", right.get("#0<0"));
      Activation last = scope.get("last", Side.OUTPUT);
      assertThat(last.call()).isEqualTo(2);
      assertClose(last.arrays().get(0), right.get("cell#2/0"));
      assertClose(scope.get("last", Side.INPUT).arrays().get(2), right.get("cell#2<1/1"));
      assertClose(scope.get("second").arrays().get(1), right.get("cell#1/1"));
    }
  }

  @Test
  void everyKindOfStructureIsKeptUnderAReduction() throws Exception {
    Expected right = expected("outputs");
    try (CaptureScope scope = Layertap.builder().addCapture("**", Take.outputs().max(0)).open()) {
      // DJL cannot make an NDList of what this model returns, so it is run without one.
      try (CaseModel model = CaseModel.load(MODELS.resolve("outputs.pt"));
          IValue input = IValue.from((PtNDArray) right.get("#0<0"))) {
        ((PtSymbolBlock) model.block()).forward(input).close();
      }
      assertThat(scope.internalErrors()).isEmpty();
      Value.Mapping table = (Value.Mapping) scope.get("dicts").value();
      assertThat(table.entries().keySet()).containsExactly("b", "a");
      assertClose(table.arrays().get(0), right.get("dicts#0/b").max(new int[] {0}));
      Value.Sequence numbers = (Value.Sequence) scope.get("numbers").value();
      assertThat(numbers.elements().get(0)).isInstanceOf(Value.Scalar.class);
    }
  }

  @Test
  void aHookRunsAfterTheModelWithInputsAndOutputsOfEachModule() throws Exception {
    Expected right = expected("cells-scripted");
    List<String> seen = new ArrayList<>();
    try (HookHandle hook =
            Layertap.registerForwardHook(
                "cell",
                (call, inputs, outputs) -> {
                  String key = call.path() + "#" + call.number();
                  assertThat(call.block()).isEmpty();
                  assertClose(inputs.arrays().get(0), right.get(key + "<0"));
                  assertClose(outputs.arrays().get(0), right.get(key + "/0"));
                  seen.add(key);
                });
        HookHandle pre =
            Layertap.registerForwardPreHook("cell", (call, inputs) -> seen.add("before"))) {
      run("cells-scripted", right.get("#0<0"));
      assertThat(hook.errors()).isEmpty();
      assertThat(pre.errors()).isEmpty();
      assertThat(seen).containsExactly("before", "cell#0", "before", "cell#1", "before", "cell#2");
    }
    run("cells-scripted", right.get("#0<0"));
    assertThat(seen).hasSize(6);
  }

  @Test
  void aHookThatWritesToWhatItIsGivenChangesNoCapture() throws Exception {
    Expected right = expected("cnn-scripted");
    try (CaptureScope alone = Layertap.open("**")) {
      run("cnn-scripted", right.get("#0<0"));
      try (HookHandle hook =
              Layertap.registerForwardHook(
                  "**",
                  (call, inputs, outputs) -> outputs.arrays().forEach(array -> array.muli(0)));
          CaptureScope hooked = Layertap.open("**")) {
        run("cnn-scripted", right.get("#0<0"));
        assertThat(hook.errors()).isEmpty();
        assertThat(hook.callCount()).isEqualTo(hooked.all().size());
        for (int i = 0; i < hooked.all().size(); i++) {
          assertThat(hooked.all().get(i).array()).isEqualTo(alone.all().get(i).array());
        }
      }
    }
  }

  @Test
  void theBudgetCountsModulesToo() throws Exception {
    Expected right = expected("cnn-scripted");
    try (CaptureScope scope = Layertap.builder().optBudget(1000).open("**")) {
      run("cnn-scripted", right.get("#0<0"));
      assertThatThrownBy(scope::all)
          .isInstanceOf(LayertapException.class)
          .hasMessageStartingWith("The scope's budget of 1.0 kB is used up: stem, pass 0, call 0 ");
    }
  }

  @Test
  void whatIsSavedIsWhatPyTorchsHooksWouldHaveWritten(@TempDir Path folder) throws Exception {
    Expected right = expected("cnn-scripted");
    Path file = folder.resolve("captured.npz");
    try (CaptureScope scope =
        Layertap.builder().addCapture("**", Take.both()).addCapture(".", Take.both()).open()) {
      run("cnn-scripted", right.get("#0<0"));
      scope.save(file);
    }
    Map<String, NDArray> saved = ArrayFile.read(file, manager);
    right.arrays().keySet().removeIf(key -> key.startsWith("input/"));
    assertThat(saved.keySet()).containsExactlyInAnyOrderElementsOf(right.arrays().keySet());
    saved.forEach((key, array) -> assertClose(array, right.get(key)));
  }
}
