// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.LayertapException;
import dev.layertap.take.Take;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchesTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final SmallNet net = SmallNet.initialised(manager);

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray run(int batch) {
    return SmallNet.run(net, manager, new NDList(manager.ones(new Shape(batch, 4)))).get(0);
  }

  @Test
  void batchesAreConcatenatedTheUnevenLastOneToo() {
    try (CaptureScope scope = Layertap.open("out=.")) {
      run(3);
      NDArray last = run(2);
      NDArray all = scope.concat("out");
      assertThat(all.getShape()).isEqualTo(new Shape(5, 4));
      assertThat(all.get("3:")).isEqualTo(last);
      assertThatThrownBy(() -> scope.stack("out"))
          .isInstanceOf(LayertapException.class)
          .hasMessage(
              "\"out\" cannot be stacked: out = the root, pass 0, call 0 has shape (3, 4), and out ="
                  + " the root, pass 1, call 0 has (2, 4). concat joins batches of different sizes.");
    }
  }

  @Test
  void callsAreStackedAlongANewAxis() {
    try (CaptureScope scope = Layertap.open("relu")) {
      run(3);
      assertThat(scope.stack("relu").getShape()).isEqualTo(new Shape(2, 3, 4));
      assertThat(scope.toMap().get("relu")).hasSize(2).isEqualTo(scope.stream().toList());
    }
  }

  @Test
  void whatDiffersInOtherAxesIsNotConcatenated() {
    try (CaptureScope scope =
        Layertap.builder().addCapture("relu", Take.outputs().mean(0, 1)).open()) {
      run(3);
      assertThatThrownBy(() -> scope.concat("relu"))
          .isInstanceOf(LayertapException.class)
          .hasMessage(
              "\"relu\" cannot be concatenated along its first axis: relu, pass 0, call 0 has shape"
                  + " (), and relu, pass 0, call 0 has ().");
    }
  }

  @Test
  void whatGoesOverTheBudgetIsSaidWhenTheScopeIsRead() {
    try (CaptureScope scope = Layertap.builder().optBudget(100).open("first", "relu", ".")) {
      run(2);
      run(2);
      assertThat(scope.summary())
          .isEqualTo(
              "first (2, 4), relu (2, 4) (2, 4), over the budget, so nothing more was captured");
      assertThatThrownBy(scope::all)
          .isInstanceOf(LayertapException.class)
          .hasMessage(
              "The scope's budget of 100 bytes is used up: the root, pass 0, call 0 needs 32 bytes"
                  + " more, and 3 activations hold 96 bytes (most: relu 64 bytes, first 32 bytes)."
                  + " From there on nothing was captured. Select fewer places, or keep less of them:"
                  + " statistics, mean(2, 3), slice(0, 0, 1), last, every(10).");
    }
  }

  @Test
  void whatALaterCallReplacesIsNoLongerHeld() {
    try (CaptureScope scope =
        Layertap.builder().optBudget(32).addCapture("relu", Take.outputs().last()).open()) {
      run(2);
      assertThat(scope.get("relu").call()).isEqualTo(1);
    }
  }
}
