// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.traps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.hook.HookHandle;
import dev.layertap.tests.SmallNet;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is thrown, by models or hooks, leaves no half-finished call behind on its thread. */
class ThreadStateTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final NDArray input = manager.ones(new Shape(1, 4));

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray run(Block block) {
    return SmallNet.run(block, manager, new NDList(input)).get(0);
  }

  /** Three levels deep. */
  private static Block nested(Block innermost) {
    return new SequentialBlock()
        .add(new SequentialBlock().add(new SequentialBlock().add(innermost)));
  }

  private static List<String> paths(CaptureScope scope) {
    return scope.all().stream()
        .map(one -> one.pass() + ":" + one.path() + "#" + one.call())
        .toList();
  }

  private static Stream<Supplier<Throwable>> thrown() {
    return Stream.of(
        () -> new IllegalStateException("own"),
        () -> new AssertionError("own"),
        StackOverflowError::new,
        Unprintable::new);
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void whatANestedBlockThrowsReachesTheAppAndTheNextPassBeginsAnew(Supplier<Throwable> thrown) {
    Throwable own = thrown.get();
    Block failing =
        nested(
            new LambdaBlock(
                list -> {
                  throw sneaky(own);
                }));
    Block whole = nested(new LambdaBlock(list -> list));
    try (CaptureScope scope = Layertap.open("**", ".")) {
      assertThatThrownBy(() -> run(failing)).isSameAs(own);
      run(whole);
      assertThat(paths(scope)).containsExactly("1:0.0.0#0", "1:0.0#0", "1:0#0", "1:#0");
      assertThat(scope.passCount()).isEqualTo(2);
      assertThat(scope.internalErrors()).isEmpty();
    }
    assertThat(Bridge.hasListeners()).isFalse();
  }

  @Test
  void aModelThatCatchesWhatItsChildThrewGoesOnAtTheRightPlace() {
    Block broken =
        new LambdaBlock(
            list -> {
              throw new IllegalArgumentException();
            });
    Block fallback = new LambdaBlock(list -> list);
    Block model = new Fallback(nested(broken), nested(fallback));
    try (CaptureScope scope = Layertap.on(model).open("**", ".")) {
      run(model);
      assertThat(paths(scope))
          .containsExactly(
              "0:second.0.0.0#0", "0:second.0.0#0", "0:second.0#0", "0:second#0", "0:#0");
    }
  }

  @Test
  void aModelThatUsesUpItsStackIsFollowedAgainAfterwards() {
    Block[] itself = new Block[1];
    itself[0] = new LambdaBlock(list -> SmallNet.run(itself[0], manager, new NDList(list)));
    Block whole = nested(new LambdaBlock(list -> list));
    try (CaptureScope scope = Layertap.open("**")) {
      assertThatThrownBy(() -> run(itself[0])).isInstanceOf(StackOverflowError.class);
      run(whole);
      assertThat(paths(scope)).containsExactly("1:0.0.0#0", "1:0.0#0", "1:0#0");
    }
    assertThat(Bridge.hasListeners()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void whatAHookThrowsNeverReachesTheModelNorTheOtherObservers(Supplier<Throwable> thrown) {
    Block block = nested(new LambdaBlock(list -> list));
    try (HookHandle before =
            Layertap.registerForwardPreHook(
                "** or .",
                (call, in) -> {
                  throw sneaky(thrown.get());
                });
        HookHandle after =
            Layertap.registerForwardHook(
                "** or .",
                (call, in, out) -> {
                  throw sneaky(thrown.get());
                });
        CaptureScope scope = Layertap.open("**", ".")) {
      assertThat(run(block)).isEqualTo(input);
      assertThat(run(block)).isEqualTo(input);
      assertThat(paths(scope))
          .containsExactly(
              "0:0.0.0#0", "0:0.0#0", "0:0#0", "0:#0", "1:0.0.0#0", "1:0.0#0", "1:0#0", "1:#0");
      assertThat(before.errorCount()).isEqualTo(8);
      assertThat(after.errorCount()).isEqualTo(8);
      assertThat(after.errors()).hasSize(8);
    }
    assertThat(Bridge.hasListeners()).isFalse();
  }

  private static RuntimeException sneaky(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return (RuntimeException) thrown;
  }

  /** An exception as careless as code can be. */
  private static final class Unprintable extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message either");
    }

    @Override
    public String toString() {
      throw new IllegalStateException("unprintable");
    }
  }
}
