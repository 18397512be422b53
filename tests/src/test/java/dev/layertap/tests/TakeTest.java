// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.LayertapException;
import dev.layertap.take.Take;
import dev.layertap.value.Statistics;
import dev.layertap.value.Value;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TakeTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final SmallNet net = SmallNet.initialised(manager);
  private final NDArray cube = manager.arange(24f).reshape(2, 3, 4).sub(5);

  @AfterEach
  void close() {
    manager.close();
  }

  private void run(Block block, NDArray... inputs) {
    SmallNet.run(block, manager, new NDList(inputs)).close();
  }

  private static Block identity() {
    return new LambdaBlock(list -> new NDList(list.get(0).duplicate()));
  }

  private CaptureScope taking(Take take) {
    return Layertap.builder().addCapture("value=.", take).open();
  }

  private void assertKept(Take take, UnaryOperator<NDArray> expected) {
    try (CaptureScope scope = taking(take);
        NDScope ofTheApp = new NDScope()) {
      run(identity(), cube);
      NDArray right = expected.apply(cube);
      NDArray kept = scope.get("value").array();
      assertThat(kept.getDataType()).isEqualTo(right.getDataType());
      assertThat(kept).isEqualTo(right);
      assertThat(kept.addi(1)).isEqualTo(right.add(1));
      assertThat(scope.internalErrors()).isEmpty();
      ofTheApp.suppressNotUsedWarning();
    }
  }

  @Test
  void whatIsKeptIsAPartAnotherTypeOrAReduction() {
    assertKept(Take.outputs().slice(1, 0, 2), array -> array.get(":, 0:2"));
    assertKept(Take.outputs().slice(-1, -3, -1), array -> array.get(":, :, 1:3"));
    assertKept(Take.outputs().slice(0, 1, 100), array -> array.get("1:"));
    assertKept(Take.outputs().mean(1, 2), array -> array.mean(new int[] {2}).mean(new int[] {1}));
    assertKept(Take.outputs().max(0), array -> array.max(new int[] {0}));
    assertKept(Take.outputs().norm(-1), array -> array.norm(new int[] {2}));
    assertKept(Take.outputs().toType(DataType.FLOAT64), a -> a.toType(DataType.FLOAT64, true));
    assertKept(Take.outputs().toType(DataType.FLOAT32), array -> array);
    assertKept(Take.outputs().toCpu(), array -> array);
    assertKept(
        Take.parse("slice(0, 0, 1) mean(0, 1) float64"),
        array ->
            array
                .get("0:1")
                .mean(new int[] {1})
                .mean(new int[] {0})
                .toType(DataType.FLOAT64, true));
  }

  @Test
  void integersAndTruthValuesAreAveragedAsFloats() {
    try (CaptureScope scope = taking(Take.outputs().mean(0))) {
      run(identity(), manager.create(new long[] {1, 2, 4, 5}));
      run(identity(), manager.create(new boolean[] {true, false, false, true}));
      assertThat(scope.stack("value").toFloatArray()).containsExactly(3, 0.5f);
    }
  }

  @Test
  void whatDoesNotFitTheArrayIsSaidWhereItIsRead() {
    try (CaptureScope scope = taking(Take.outputs().mean(3))) {
      run(identity(), cube);
      assertThatThrownBy(() -> scope.get("value").array())
          .isInstanceOf(LayertapException.class)
          .hasMessage(
              "value = the root, pass 0, call 0 cannot be seen: it cannot be kept as \"output"
                  + " mean(3)\": mean(3) does not fit an array of shape (2, 3, 4), which has 3"
                  + " axes");
      assertThat(scope.internalErrors()).hasSize(1);
    }
    try (CaptureScope scope = taking(Take.outputs().slice(0, 2, 4))) {
      run(identity(), cube);
      assertThatThrownBy(() -> scope.get("value").array())
          .isInstanceOf(LayertapException.class)
          .hasMessageEndingWith("slice(0, 2, 4) of an array of shape (2, 3, 4) is empty");
    }
  }

  @Test
  void statisticsAreKeptWithoutTheArray() {
    try (CaptureScope scope = taking(Take.outputs().statistics())) {
      run(identity(), cube);
      run(
          identity(),
          manager.create(
              new float[] {0, 1, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 3}));
      List<Activation> all = scope.all("value");
      assertThat(all.get(0).statistics())
          .isEqualTo(new Statistics(24, 6.5, Math.sqrt(575 / 12.0), -5, 18, 0, 0, 1));
      Statistics second = all.get(1).statistics();
      assertThat(second.count()).isEqualTo(6);
      assertThat(second.mean()).isEqualTo(4 / 3.0);
      assertThat(second.minimum()).isZero();
      assertThat(second.maximum()).isEqualTo(3);
      assertThat(List.of(second.nan(), second.infinite(), second.zero()))
          .containsExactly(1L, 2L, 1L);
      assertThat(all.get(0).value()).isInstanceOf(Value.Summary.class);
      assertThat(all.get(0).shape()).isEqualTo(new Shape(2, 3, 4));
      assertThat(all.get(0).arrays()).isEmpty();
      assertThat(all.get(1).toString())
          .isEqualTo(
              "value = the root, pass 1, call 0: (6) float32, mean 1.333 ± 1.247 in [0.000, 3.000],"
                  + " 1 zero, 1 NaN, 2 infinite");
      assertThatThrownBy(() -> all.get(0).array())
          .isInstanceOf(LayertapException.class)
          .hasMessage(
              "value = the root, pass 0, call 0 holds statistics only, as was asked for; read them"
                  + " with statistics()");
    }
  }

  @Test
  void anArrayThatWasKeptHasStatisticsToo() {
    try (CaptureScope scope = taking(Take.outputs())) {
      run(identity(), manager.create(new int[] {1, 2, 3, 0}));
      assertThat(scope.get("value").statistics())
          .isEqualTo(new Statistics(4, 1.5, Math.sqrt(1.25), 0, 3, 0, 0, 1));
      run(identity(), manager.create(new Shape(0, 3)));
      assertThat(scope.all("value").get(1).statistics().count()).isZero();
    }
  }

  @Test
  void halvesAreSummedUpInDoublePrecision() {
    try (CaptureScope scope = taking(Take.outputs().statistics())) {
      run(identity(), manager.full(new Shape(100_000), 60_000f).toType(DataType.FLOAT16, true));
      assertThat(scope.get("value").statistics().mean()).isEqualTo(60_000);
    }
  }

  @Test
  void aReferenceIsTheModelsOwnMemory() {
    NDArray[] own = new NDArray[1];
    Block block =
        new LambdaBlock(
            list -> {
              own[0] = list.get(0).duplicate();
              return new NDList(own[0]);
            });
    try (CaptureScope scope = taking(Take.outputs().byReference())) {
      SmallNet.run(block, manager, new NDList(cube));
      Activation kept = scope.get("value");
      assertThat(kept.array()).isEqualTo(cube);
      own[0].muli(2);
      assertThatThrownBy(kept::array)
          .isInstanceOf(LayertapException.class)
          .hasMessage(
              "value = the root, pass 0, call 0 was overwritten after it was captured: it was kept"
                  + " by reference, and the model wrote to the same memory. Keep a copy of it.");
      own[0].divi(2);
      own[0].close();
      assertThat(kept.array()).isEqualTo(cube);
    }
  }

  @Test
  void aReferenceOutlivesTheJavaBufferThatItsMemoryIs() {
    Block flatten = new LambdaBlock(list -> new NDList(list.get(0).reshape(-1)));
    try (CaptureScope scope =
        Layertap.builder()
            .addCapture("flat=.", Take.outputs().byReference())
            .addCapture("given=.", Take.inputs().byReference())
            .open()) {
      for (int i = 0; i < 50; i++) {
        float[] numbers = new float[100_000];
        java.util.Arrays.fill(numbers, i);
        try (NDArray input = manager.create(numbers)) {
          run(flatten, input);
        }
      }
      System.gc();
      try (NDManager other = NDManager.newBaseManager()) {
        for (int i = 0; i < 50; i++) {
          other.create(new float[100_000]);
        }
      }
      List<Activation> all = scope.all();
      assertThat(all).hasSize(100);
      for (int i = 0; i < 100; i++) {
        assertThat(all.get(i).array().mean().getFloat()).isEqualTo((float) Math.floorDiv(i, 2));
      }
    }
  }

  @Test
  void callsAndPassesAreChosen() {
    try (CaptureScope scope =
        Layertap.builder()
            .addCapture("a=relu", Take.outputs().first())
            .addCapture("b=relu", Take.outputs().last())
            .addCapture("c=relu", Take.outputs().call(1))
            .addCapture("d=relu", Take.inputs().everyPass(2))
            .open()) {
      for (int i = 0; i < 3; i++) {
        run(net, manager.create(new float[] {1, -2, 3, -4}, new Shape(1, 4)));
      }
      assertThat(passesAndCalls(scope, "a")).containsExactly("0/0", "1/0", "2/0");
      assertThat(passesAndCalls(scope, "b")).containsExactly("0/1", "1/1", "2/1");
      assertThat(passesAndCalls(scope, "c")).containsExactly("0/1", "1/1", "2/1");
      assertThat(passesAndCalls(scope, "d")).containsExactly("0/0", "0/1", "2/0", "2/1");
      assertThat(scope.all("b").get(2).array()).isEqualTo(scope.all("c").get(2).array());
    }
  }

  private static List<String> passesAndCalls(CaptureScope scope, String name) {
    return scope.all(name).stream().map(one -> one.pass() + "/" + one.call()).toList();
  }

  @Test
  void theStructureOfAListIsKept() {
    Block two = new LambdaBlock(list -> new NDList(list.get(0).add(1), list.get(0).add(2)));
    try (CaptureScope scope = taking(Take.both().mean(0, 1, 2))) {
      run(two, cube);
      List<Activation> all = scope.all("value");
      assertThat(all.get(0).value()).isInstanceOf(Value.Sequence.class);
      assertThat(all.get(1).arrays()).hasSize(2);
      assertThat(all.get(1).arrays().get(1).getFloat()).isEqualTo(8.5f);
    }
  }
}
