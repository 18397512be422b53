// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.traps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.tests.SmallNet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When scopes are opened and closed: in any order, on any thread, in the middle of a pass. */
class ScopesTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final SmallNet net = SmallNet.initialised(manager);
  private final NDArray input = manager.create(new float[] {1, -2, 3, -4}, new Shape(1, 4));
  private final ExecutorService other = Executors.newSingleThreadExecutor();

  @AfterEach
  void close() {
    other.shutdownNow();
    manager.close();
  }

  private NDArray run() {
    return SmallNet.run(net, manager, new NDList(input)).get(0);
  }

  private void onAnotherThread(Runnable task) {
    try {
      other.submit(task).get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"012", "021", "102", "120", "201", "210"})
  void nestedScopesAreClosedInAnyOrderAndTheOthersGoOn(String order) {
    List<CaptureScope> scopes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      scopes.add(Layertap.open("first"));
      run();
    }
    List<CaptureScope> open = new ArrayList<>(scopes);
    int passes = 3;
    for (int i = 0; i < order.length(); i++) {
      CaptureScope closing = scopes.get(order.charAt(i) - '0');
      List<NDArray> held = closing.all("first").stream().map(Activation::array).toList();
      closing.close();
      open.remove(closing);
      assertThat(held).allMatch(NDArray::isReleased);
      run();
      passes++;
      for (CaptureScope still : open) {
        assertThat(still.all("first")).hasSize(passes - scopes.indexOf(still));
        assertThat(still.all("first")).noneMatch(one -> one.array().isReleased());
      }
      assertThatIllegalStateException().isThrownBy(closing::all);
    }
    assertThat(Bridge.hasListeners()).isFalse();
  }

  @Test
  void aScopeThatIsClosedOnAnotherThreadWhileAPassRunsLeavesTheModelAlone() {
    NDArray right = run();
    CaptureScope scope = Layertap.open("**", ".");
    try (CaptureScope stays = Layertap.open("**", ".")) {
      net.afterSecond = list -> onAnotherThread(scope::close);
      assertThat(run()).isEqualTo(right);
      assertThat(scope.internalErrors()).isEmpty();
      assertThat(stays.all()).hasSize(5);
    }
    assertThat(Bridge.hasListeners()).isFalse();
  }

  @Test
  void aScopeOfAllThreadsMayBeClosedWhilePassesRunOnThem() {
    NDArray right = run();
    CaptureScope scope = Layertap.builder().optAllThreads().open("**", ".");
    net.afterSecond = list -> scope.close();
    onAnotherThread(() -> assertThat(run()).isEqualTo(right));
    assertThat(scope.internalErrors()).isEmpty();
    assertThat(Bridge.hasListeners()).isFalse();
  }

  @Test
  void aScopeThatIsClosedByTheModelItselfReleasesWhatItHad() {
    CaptureScope scope = Layertap.open("**", ".");
    List<NDArray> held = new ArrayList<>();
    net.afterSecond =
        list -> {
          held.addAll(scope.get("second").arrays());
          scope.close();
        };
    run();
    assertThat(held).hasSize(1).allMatch(NDArray::isReleased);
    assertThat(Bridge.hasListeners()).isFalse();
  }

  @Test
  void aScopeThatIsOpenedInTheMiddleOfAPassSeesTheCallsThatBeginFromThen() {
    List<CaptureScope> opened = new ArrayList<>();
    net.afterSecond = list -> opened.add(Layertap.open("all=** or ."));
    run();
    try (CaptureScope scope = opened.get(0)) {
      assertThat(scope.all().stream().map(one -> one.path() + "#" + one.call()))
          .containsExactly("#0");
      assertThat(scope.all().get(0).blockType()).isEqualTo("LambdaBlock");
      net.afterSecond = list -> {};
      run();
      assertThat(scope.all().stream().map(one -> one.pass() + ":" + one.path() + "#" + one.call()))
          .containsExactly("0:#0", "1:first#0", "1:relu#0", "1:second#0", "1:relu#1", "1:#0");
    }
  }

  @Test
  void aScopeThatIsOpenedInTheMiddleOfAPassThatAnotherFollowsKnowsTheModel() {
    List<CaptureScope> opened = new ArrayList<>();
    try (CaptureScope outer = Layertap.open("first")) {
      net.afterSecond = list -> opened.add(Layertap.open("**"));
      run();
      try (CaptureScope scope = opened.get(0)) {
        assertThat(scope.all().stream().map(one -> one.path() + "#" + one.call()))
            .containsExactly("relu#1");
      }
      assertThat(outer.all()).hasSize(1);
    }
  }

  @Test
  void aScopeMayBeOpenedAndClosedWithinAPassForAPartOfIt() {
    List<String> seen = new ArrayList<>();
    net.afterSecond =
        list -> {
          try (CaptureScope inner = Layertap.open(".")) {
            SmallNet.run(SmallNet.initialised(manager), manager, new NDList(input));
            seen.add(inner.summary());
          }
        };
    run();
    assertThat(seen).containsExactly(". (1, 4)");
    assertThat(Bridge.hasListeners()).isFalse();
  }
}
