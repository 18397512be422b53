// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.LayertapException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadsTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final SmallNet net = SmallNet.initialised(manager);
  private final ExecutorService other = Executors.newSingleThreadExecutor();

  @AfterEach
  void close() {
    other.shutdownNow();
    manager.close();
  }

  private void run() {
    try (NDManager own = NDManager.newBaseManager()) {
      NDArray input = own.ones(new Shape(1, 4));
      SmallNet.run(net, own, new NDList(input));
    }
  }

  @Test
  void anotherThreadIsNotSeenUnlessTheScopeIsHandedToIt() throws Exception {
    try (CaptureScope scope = Layertap.open("first")) {
      other.submit(this::run).get();
      assertThat(scope.passCount()).isZero();
      other.submit(scope.wrap(this::run)).get();
      assertThat(scope.passCount()).isEqualTo(1);
      assertThat(other.submit(scope.wrap(() -> "done")).get()).isEqualTo("done");
      other.submit(this::run).get();
      CompletableFuture.runAsync(this::run, scope.wrap(other)).get();
      assertThat(scope.all("first")).hasSize(2);
    }
  }

  @Test
  void aWrappedTaskOnTheScopesOwnThreadIsNotSeenTwice() throws Exception {
    try (CaptureScope scope = Layertap.open("first")) {
      scope.wrap(this::run).run();
      run();
      assertThat(scope.all("first")).hasSize(2);
    }
  }

  @Test
  void whatAWrappedTaskThrowsIsTheTasksOwn() {
    try (CaptureScope scope = Layertap.open("first")) {
      RuntimeException own = new RuntimeException("own");
      assertThatThrownBy(
              () ->
                  scope
                      .wrap(
                          (Runnable)
                              () -> {
                                throw own;
                              })
                      .run())
          .isSameAs(own);
    }
  }

  @Test
  void aTaskThatRunsAfterTheScopeWasClosedRunsAsEver() throws Exception {
    CaptureScope scope = Layertap.open("first");
    Runnable task = scope.wrap(this::run);
    scope.close();
    assertThatCode(() -> other.submit(task).get()).doesNotThrowAnyException();
    assertThat(scope.passCount()).isZero();
  }

  @Test
  void aScopeMayFollowAllThreads() throws Exception {
    try (CaptureScope scope = Layertap.builder().optAllThreads().open("first")) {
      assertThatThrownBy(scope::all)
          .isInstanceOf(LayertapException.class)
          .hasMessage("No forward pass ran in this scope. It follows all threads from then on.");
      other.submit(this::run).get();
      run();
      scope.wrap(this::run).run();
      assertThat(scope.all("first").stream().map(Activation::pass)).containsExactly(0, 1, 2);
    }
  }

  @Test
  void severalScopesOfOneThreadEachTakeTheirOwn() {
    try (CaptureScope outer = Layertap.open("first")) {
      run();
      CaptureScope early = Layertap.open("second");
      try (CaptureScope inner = Layertap.open("relu")) {
        run();
        early.close();
        early.close();
        run();
        assertThat(inner.all("relu")).hasSize(4);
      }
      assertThat(outer.all("first")).hasSize(3);
      assertThatIllegalStateException()
          .isThrownBy(early::all)
          .withMessage(
              "This scope is closed and its arrays are released; read it before, or detach an array"
                  + " to keep it.");
    }
  }

  @Test
  void anActivationOfAClosedScopeSaysSo() {
    Activation kept;
    try (CaptureScope scope = Layertap.open("first")) {
      run();
      kept = scope.get("first");
    }
    assertThatIllegalStateException()
        .isThrownBy(kept::array)
        .withMessage(
            "first, pass 0, call 0 was released when its scope was closed; read it before, or detach"
                + " its arrays");
  }
}
