// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.layertap.Layertap;
import dev.layertap.LayertapException;
import dev.layertap.annotation.CaptureKey;
import dev.layertap.hook.HookHandle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HooksTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final SmallNet net = SmallNet.initialised(manager);
  private final NDArray input = manager.create(new float[] {1, -2, 3, -4}, new Shape(1, 4));
  private final List<String> seen = new ArrayList<>();

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray run() {
    return SmallNet.run(net, manager, new NDList(input)).get(0);
  }

  @Test
  void hooksRunInOrderOfRegistrationBeforeAndAfter() {
    try (HookHandle one =
            Layertap.registerForwardHook(
                "second", (call, in, out) -> seen.add("one " + call.path()));
        HookHandle two =
            Layertap.registerForwardHook(
                "second", (call, in, out) -> seen.add("two " + call.type()));
        HookHandle pre =
            Layertap.registerForwardPreHook(
                "second or relu",
                (call, in) -> seen.add("before " + call.path() + call.number()))) {
      run();
      assertThat(seen)
          .containsExactly(
              "before relu0", "before second0", "one second", "two Linear", "before relu1");
      assertThat(List.of(one.callCount(), two.callCount(), pre.callCount()))
          .containsExactly(1L, 1L, 3L);
    }
    run();
    assertThat(seen).hasSize(5);
  }

  @Test
  void aGeneratedKeyPicksWhatItsAnnotationNames() {
    CaptureKey comp = CaptureKey.ofField("comp", SmallNet.class.getName(), "second");
    CaptureKey gone = CaptureKey.ofField("gone", SmallNet.class.getName(), "gone");
    try (HookHandle before =
            Layertap.registerForwardPreHook(comp, (call, in) -> seen.add("before " + call.path()));
        HookHandle after =
            Layertap.registerForwardHook(
                comp, (call, in, out) -> seen.add("after " + call.path()));
        HookHandle beforeInModel =
            Layertap.registerForwardPreHook(net, comp, (call, in) -> seen.add("in model"));
        HookHandle afterInModel =
            Layertap.registerForwardHook(net, comp, (call, in, out) -> seen.add("out of model"))) {
      run();
      assertThat(seen).containsExactly("before second", "in model", "after second", "out of model");
      assertThat(
              List.of(
                  before.callCount(),
                  after.callCount(),
                  beforeInModel.callCount(),
                  afterInModel.callCount()))
          .containsOnly(1L);
    }
    assertThatThrownBy(() -> Layertap.registerForwardHook(net, gone, (call, in, out) -> {}))
        .isInstanceOf(LayertapException.class)
        .hasMessageStartingWith("Nothing in SmallNet matches \"@gone\" (field ");
    assertThatThrownBy(() -> Layertap.registerForwardPreHook(net, gone, (call, in) -> {}))
        .isInstanceOf(LayertapException.class);
  }

  @Test
  void aHookSeesTheBlockItsInputsAndItsOutputs() {
    try (HookHandle hook =
        Layertap.registerForwardHook(
            net,
            ".",
            (call, in, out) -> {
              assertThat(call.block()).containsSame(net);
              assertThat(call.path()).isEmpty();
              assertThat(in.arrays().singletonOrThrow()).isSameAs(input);
              seen.add(out.arrays().singletonOrThrow().getShape().toString());
            })) {
      run();
      assertThat(hook.errors()).isEmpty();
      assertThat(seen).containsExactly("(1, 4)");
    }
  }

  @Test
  void aHandleRemovesExactlyItsOwn() {
    HookHandle one = Layertap.registerForwardHook("first", (call, in, out) -> seen.add("one"));
    try (HookHandle two = Layertap.registerForwardHook("first", (c, in, out) -> seen.add("two"))) {
      one.remove();
      one.remove();
      run();
      assertThat(seen).containsExactly("two");
      assertThat(two.callCount()).isEqualTo(1);
    }
  }

  @Test
  void aHookThatThrowsIsCountedAndNamedAndTheModelGoesOn() {
    NDArray right = run();
    try (HookHandle broken =
            Layertap.registerForwardPreHook(
                "relu",
                (call, in) -> {
                  throw new AssertionError("broken");
                });
        HookHandle whole = Layertap.registerForwardPreHook("relu", (call, in) -> seen.add("ran"))) {
      assertThat(run()).isEqualTo(right);
      assertThat(broken.errorCount()).isEqualTo(2);
      assertThat(broken.errors().get(1))
          .isEqualTo("when call 1 of relu (LambdaBlock) started: java.lang.AssertionError: broken");
      assertThat(whole.callCount()).isEqualTo(2);
      assertThat(whole.errorCount()).isZero();
    }
  }

  @Test
  void aSelectorThatMatchesNothingInTheModelIsRefused() {
    assertThatThrownBy(() -> Layertap.registerForwardHook(net, "secnd", (call, in, out) -> {}))
        .isInstanceOf(LayertapException.class)
        .hasMessageStartingWith(
            "Nothing in SmallNet matches \"secnd\" (the hook's selector). Did you mean \"second\"?");
  }
}
