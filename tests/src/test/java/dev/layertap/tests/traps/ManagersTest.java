// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.traps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.LayertapException;
import dev.layertap.take.Take;
import dev.layertap.tests.SmallNet;
import dev.layertap.value.Value;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose an array is: managers that close, take no more or are the system's, and scopes of DJL. */
class ManagersTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final NDArray input = manager.create(new float[] {1, -2, 3, -4}, new Shape(1, 4));

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray run(Function<NDList, NDList> lambda) {
    return SmallNet.run(
            new SequentialBlock().add(lambda).add(list -> list), manager, new NDList(input))
        .get(0);
  }

  private List<NDArray> ofTheSystem() {
    return manager.getParentManager().getManagedArrays();
  }

  private CaptureScope taking(String take) {
    return Layertap.builder().addCapture("value=0", Take.parse(take)).open();
  }

  @ParameterizedTest
  @ValueSource(strings = {"output", "output reference", "output mean(1)", "output slice(1, 0, 2)"})
  void whatIsInAClosedManagerIsTheAppsOwnAffair(String take) {
    try (CaptureScope scope = taking(take)) {
      NDArray[] made = new NDArray[1];
      NDArray returned =
          run(
              list -> {
                NDManager inner = manager.newSubManager();
                made[0] = list.get(0).add(1);
                made[0].attach(inner);
                inner.close();
                return new NDList(made[0]);
              });
      assertThat(returned).isSameAs(made[0]);
      assertThat(scope.internalErrors()).isEmpty();
      assertThatThrownBy(() -> scope.get("value").array())
          .isInstanceOf(LayertapException.class)
          .hasMessage(
              "value = 0, pass 0, call 0 cannot be seen: an array that the model had closed already");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"output", "output reference", "output mean(1)", "output slice(1, 0, 2)"})
  void whatIsInAManagerThatTakesNoMoreIsCaptured(String take) {
    try (CaptureScope scope = taking(take)) {
      NDArray returned =
          run(
              list -> {
                NDManager inner = manager.newSubManager();
                NDArray made = list.get(0).add(1);
                made.attach(inner);
                inner.cap();
                return new NDList(made);
              });
      assertThat(returned.toFloatArray()).containsExactly(2, -1, 4, -3);
      assertThat(scope.internalErrors()).isEmpty();
      assertThat(scope.get("value").array().isNaN().any().getBoolean()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"output", "output reference", "output mean(1)", "output statistics"})
  void whatBelongsToNoManagerLeavesNothingInTheSystems(String take) {
    NDArray[] made = new NDArray[1];
    int before = ofTheSystem().size();
    try (CaptureScope scope = taking(take)) {
      run(
          list -> {
            made[0] = list.get(0).add(1);
            made[0].detach();
            return new NDList(made[0]);
          });
      assertThat(scope.internalErrors()).isEmpty();
      assertThat(scope.all("value")).hasSize(1);
    }
    made[0].close();
    assertThat(ofTheSystem()).hasSize(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "output",
        "both reference",
        "output mean(1)",
        "output float64 max(1)",
        "input slice(1, 0, 2)",
        "both statistics"
      })
  void aScopeOfDjlThatIsOpenAroundTheModelClosesNothingOfOursAndKeepsItsOwn(String take) {
    try (CaptureScope scope = taking(take)) {
      NDArray returned;
      NDArray outer;
      try (NDScope around = new NDScope()) {
        around.suppressNotUsedWarning();
        outer = input.mul(2);
        try (NDScope inner = new NDScope()) {
          inner.suppressNotUsedWarning();
          returned = run(list -> new NDList(list.get(0).add(1)));
        }
        assertThat(returned.isReleased()).isTrue();
        assertThat(outer.isReleased()).isFalse();
      }
      assertThat(outer.isReleased()).isTrue();
      assertThat(scope.internalErrors()).isEmpty();
      assertThat(scope.all("value").get(0).arrays().stream().noneMatch(NDArray::isReleased))
          .isTrue();
      assertThat(scope.all("value").get(0).toString()).isNotEmpty();
    }
  }

  @Test
  void anArrayThatIsMadeFromAJavaBufferOutlivesIt() {
    try (CaptureScope scope = Layertap.builder().addCapture("value=.", Take.both()).open()) {
      Block identity = new LambdaBlock(list -> list);
      for (int i = 0; i < 100; i++) {
        float[] numbers = new float[50_000];
        java.util.Arrays.fill(numbers, i);
        try (NDArray borrowed = manager.create(numbers)) {
          SmallNet.run(identity, manager, new NDList(borrowed));
        }
      }
      System.gc();
      assertThat(scope.all()).hasSize(200);
      for (int i = 0; i < 200; i++) {
        assertThat(scope.all().get(i).array().eq(Math.floorDiv(i, 2)).all().getBoolean()).isTrue();
      }
    }
  }

  @Test
  void aCapturedArrayIsTheUsersToTakeOutOfTheScope() {
    NDArray kept;
    NDArray detached;
    try (CaptureScope scope = Layertap.open("0", "1")) {
      run(list -> new NDList(list.get(0).add(1)));
      kept = scope.get("0").array();
      kept.attach(manager);
      detached = scope.get("1").array();
      detached.detach();
    }
    assertThat(kept.toFloatArray()).containsExactly(2, -1, 4, -3);
    assertThat(detached).isEqualTo(kept);
    detached.close();
  }

  @Test
  void aBlockThatReturnsNothingRanAllTheSame() {
    try (CaptureScope scope = Layertap.open("value=.")) {
      assertThat(SmallNet.run(new LambdaBlock(list -> null), manager, new NDList(input))).isNull();
      SmallNet.run(new LambdaBlock(list -> new NDList()), manager, new NDList(input));
      assertThat(scope.internalErrors()).isEmpty();
      assertThat(scope.all("value").get(0).value()).isEqualTo(new Value.None());
      assertThat(scope.all("value").get(1).value())
          .isEqualTo(new Value.Sequence(List.of(), List.of()));
    }
  }
}
