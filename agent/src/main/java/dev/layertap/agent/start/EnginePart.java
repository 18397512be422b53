// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.start;

import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One copy of the TorchScript part, for one engine: started once. */
final class EnginePart {
  private final Class<?> entry;
  private final Map<String, Object> facts;
  private final Consumer<String> user;

  private volatile @Nullable BiFunction<Object, Object[], ?> hooks;
  private boolean over;
  private volatile @Nullable Refusal refusal;

  EnginePart(Class<?> entry, Map<String, Object> facts, Consumer<String> user) {
    this.entry = entry;
    this.facts = facts;
    this.user = user;
  }

  /** The part's class that is started. */
  Class<?> entry() {
    return entry;
  }

  /** Hands on that the engine loads a model, to which the part may have to be started. */
  @Nullable Object load(Object[] call) {
    startOnce();
    return refusal != null ? refusal : apply(call);
  }

  /** Hands on a call of the engine: the site's name, its object and its arguments. */
  @Nullable Object apply(Object[] call) {
    BiFunction<Object, Object[], ?> present = hooks;
    return present == null ? null : present.apply(call[0], call);
  }

  /** What the part has to say of the models that were loaded; nothing if it was not started. */
  Map<?, ?> facts() {
    return hooks instanceof Supplier<?> told ? (Map<?, ?>) told.get() : Map.of();
  }

  /** Lets go of the part, and starts it no more. */
  synchronized void close() {
    BiFunction<Object, Object[], ?> running = hooks;
    over = true;
    hooks = null;
    if (running instanceof AutoCloseable part) {
      try {
        part.close();
      } catch (Exception e) {
        user.accept("The TorchScript part did not stop as it should: " + e);
      }
    }
  }

  private synchronized void startOnce() {
    if (hooks == null && !over) {
      try {
        hooks = start();
      } catch (InvocationTargetException e) {
        complain(e.getCause());
      } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
        complain(e);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private BiFunction<Object, Object[], ?> start() throws ReflectiveOperationException {
    return (BiFunction<Object, Object[], ?>)
        entry
            .getMethod("start", Map.class)
            .invoke(null, facts.getOrDefault("configuration", Map.of()));
  }

  private void complain(@Nullable Throwable reason) {
    over = true;
    refusal = complain(reason, facts, user);
  }

  /** Says why models stay closed; returns what to throw at the app, if that is fatal. */
  static @Nullable Refusal complain(
      @Nullable Throwable reason, Map<String, Object> facts, Consumer<String> user) {
    String message = "TorchScript models stay closed. " + reason;
    if (facts.get("configuration") instanceof Map<?, ?> configuration
        && Boolean.TRUE.equals(configuration.get("strict"))) {
      return new Refusal(message);
    }
    user.accept(message);
    return null;
  }
}
