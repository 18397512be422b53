// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.bridge;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the bridge under the name that it is built with. */
class BridgeTest {
  private final List<String> events = new ArrayList<>();
  private final List<Object> alive = new ArrayList<>();
  private final List<Runnable> removals = new ArrayList<>();

  /** A listener as core writes one. */
  private interface Listener
      extends BiFunction<Object, Object[], @Nullable BiFunction<Object, Throwable, Object>> {}

  @BeforeEach
  void forgetErrors() {
    errors().set(0);
    Bridge.facts().remove("firstError");
  }

  @AfterEach
  void removeListeners() {
    removals.forEach(Runnable::run);
    assertThat(Bridge.listeners).isNull();
  }

  private static AtomicLong errors() {
    return (AtomicLong) requireNonNull(Bridge.facts().get("errors"));
  }

  private Runnable listen(Listener listener) {
    alive.add(listener);
    Runnable removal = Bridge.listen(listener);
    removals.add(removal);
    return removal;
  }

  private Listener named(String name) {
    return (block, arguments) -> {
      events.add(name + " enter " + block);
      return (result, thrown) -> {
        events.add(name + " exit " + (thrown == null ? result : thrown.getMessage()));
        return result + name;
      };
    };
  }

  private static @Nullable Object enter() {
    return Bridge.enter("block", "store", "inputs", true, null);
  }

  private static @Nullable Object exit(@Nullable Object token, @Nullable Object result) {
    return token == null ? result : Bridge.exit(token, result, null, String.class);
  }

  @Test
  void withoutListenersThereIsNothingToReadAndNoToken() {
    assertThat(Bridge.listeners).isNull();
    assertThat(enter()).isNull();
  }

  @Test
  void aListenerSeesBlockAndArgumentsAndMayReplaceTheResult() {
    List<Object> seen = new ArrayList<>();
    listen(
        (block, arguments) -> {
          seen.add(block);
          seen.addAll(Arrays.asList(arguments));
          return (result, thrown) -> result + "!";
        });

    assertThat(exit(enter(), "out")).isEqualTo("out!");
    assertThat(seen).containsExactly("block", "store", "inputs", true, null);
  }

  @Test
  void theOneListenersExitFunctionIsTheToken() {
    BiFunction<Object, Throwable, Object> exit = (result, thrown) -> result;
    listen((block, arguments) -> exit);

    assertThat(enter()).isSameAs(exit);
  }

  @Test
  void aListenerThatDoesNotWaitForTheExitLeavesNoToken() {
    listen((block, arguments) -> null);

    assertThat(enter()).isNull();
  }

  @Test
  void listenersAreToldInOrderAndLeftInReverse() {
    listen(named("a"));
    listen((block, arguments) -> null);
    listen(named("b"));
    listen(named("c"));

    assertThat(exit(enter(), "")).isEqualTo("cba");
    assertThat(events)
        .containsExactly(
            "a enter block", "b enter block", "c enter block", "c exit ", "b exit c", "a exit cb");
  }

  @Test
  void whatIsThrownIsToldAndTheReturnedValueIsIgnored() {
    listen(named("a"));
    Object token = requireNonNull(enter());

    assertThat(Bridge.exit(token, null, new IllegalStateException("boom"), String.class)).isNull();
    assertThat(events).containsExactly("a enter block", "a exit boom");
  }

  @Test
  void aRemovalRemovesItsOwnRegistrationOnly() {
    Listener twice = named("a");
    Runnable first = listen(twice);
    listen(twice);

    first.run();
    first.run();

    assertThat(exit(enter(), "")).isEqualTo("a");
  }

  @Test
  void aListenerRemovedMeanwhileIsStillToldOfTheExit() {
    Runnable removal = listen(named("a"));
    Object token = enter();
    removal.run();

    assertThat(exit(token, "")).isEqualTo("a");
  }

  @Test
  void errorsOfListenersAreCountedAndTheResultStays() {
    listen(named("a"));
    listen(
        (block, arguments) -> {
          throw new AssertionError("on entry");
        });
    listen(
        (block, arguments) ->
            (result, thrown) -> {
              throw new IllegalStateException("on exit");
            });

    assertThat(exit(enter(), "out")).isEqualTo("outa");
    assertThat(errors()).hasValue(2);
    assertThat((String) Bridge.facts().get("firstError"))
        .startsWith("java.lang.AssertionError: on entry")
        .contains("BridgeTest");
  }

  @Test
  void aResultThatForwardMayNotReturnIsAnErrorAndTheResultStays() {
    listen((block, arguments) -> (result, thrown) -> 42);

    assertThat(exit(enter(), "out")).isEqualTo("out");
    assertThat((String) Bridge.facts().get("firstError"))
        .startsWith(
            "java.lang.ClassCastException: A listener replaced the result of forward by a"
                + " java.lang.Integer; it must be a java.lang.String");
  }

  @Test
  void anExceptionThatAListenerReturnsIsThrownWhenAllHaveBeenTold() {
    IllegalStateException fatal = new IllegalStateException("fatal");
    listen(named("a"));
    listen((block, arguments) -> (result, thrown) -> fatal);
    listen(named("c"));

    assertThatThrownBy(() -> exit(enter(), "")).isSameAs(fatal);
    assertThat(events).containsExactly("a enter block", "c enter block", "c exit ", "a exit c");
  }

  @Test
  void anExceptionThatAListenerReturnsDoesNotHideTheAppsOwn() {
    listen((block, arguments) -> (result, thrown) -> new IllegalStateException("fatal"));
    Object token = requireNonNull(enter());

    assertThat(Bridge.exit(token, null, new IllegalStateException("app"), String.class)).isNull();
    assertThat(errors()).hasValue(0);
  }

  @Test
  void nothingInsteadOfAResultIsAnErrorAndTheResultStays() {
    listen((block, arguments) -> (result, thrown) -> null);

    assertThat(exit(enter(), "out")).isEqualTo("out");
    assertThat((String) Bridge.facts().get("firstError"))
        .startsWith(
            "java.lang.ClassCastException: A listener replaced the result of forward by null; it"
                + " must be a java.lang.String");
  }

  @Test
  void aListenerThatComesDuringAnEntryIsToldOfIt() {
    listen(
        (block, arguments) -> {
          if (events.isEmpty()) {
            events.add("starting");
            listen(named("late"));
          }
          return null;
        });

    assertThat(exit(enter(), "")).isEqualTo("late");
    assertThat(exit(enter(), "")).isEqualTo("late");
    assertThat(events)
        .containsExactly(
            "starting", "late enter block", "late exit ", "late enter block", "late exit ");
  }

  @Test
  void aListenerIsHeldWeakly() {
    WeakReference<Object> listener = new WeakReference<>(listenWithoutHolding());
    while (listener.get() != null) {
      System.gc();
    }

    assertThat(enter()).isNull();
    assertThat(Bridge.listeners).isNull();
  }

  private static Object listenWithoutHolding() {
    BiFunction<Object, Object[], Object> listener = new Forgotten();
    Runnable unused = Bridge.listen(listener);
    return listener;
  }

  /** Not a lambda, which the JVM may keep. */
  private static final class Forgotten implements BiFunction<Object, Object[], @Nullable Object> {
    @Override
    public @Nullable Object apply(Object block, Object[] arguments) {
      return null;
    }
  }
}
