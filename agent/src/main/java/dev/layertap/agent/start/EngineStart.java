// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.start;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one start of the TorchScript part for one engine. */
final class EngineStart {
  private static final String ENTRY = "dev.layertap.torchscript.run.EngineHooks";

  private final Class<?> type;
  private final ClassLoader engine;
  private final EngineStarter starter;
  private final Map<String, Object> facts;
  private final Consumer<String> user;

  private volatile @Nullable BiFunction<Object, Object[], ?> hooks;
  private boolean over;
  private volatile @Nullable Refusal refusal;

  EngineStart(
      Class<?> type, EngineStarter starter, Map<String, Object> facts, Consumer<String> user) {
    this.type = type;
    this.engine = type.getClassLoader();
    this.starter = starter;
    this.facts = facts;
    this.user = user;
  }

  /** Hands on a call of the engine: the site's name, its object and its arguments. */
  @Nullable Object apply(Object[] call) {
    BiFunction<Object, Object[], ?> present = hooks;
    if (present == null && String.valueOf(call[0]).startsWith("LOAD")) {
      present = startOnce();
      if (refusal != null) {
        return refusal;
      }
    }
    return present == null ? null : present.apply(call[0], call);
  }

  /** The class that stands for the engine. */
  Class<?> engine() {
    return type;
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

  private synchronized @Nullable BiFunction<Object, Object[], ?> startOnce() {
    if (hooks == null && !over) {
      try {
        hooks = start();
      } catch (InvocationTargetException e) {
        complain(e.getCause());
      } catch (ReflectiveOperationException | IOException | RuntimeException | LinkageError e) {
        complain(e);
      }
    }
    return hooks;
  }

  @SuppressWarnings("unchecked")
  private @Nullable BiFunction<Object, Object[], ?> start()
      throws ReflectiveOperationException, IOException {
    ClassLoader loader = findPart();
    if (loader == null) {
      return null; // and a web app that brings the part may still come
    }
    return (BiFunction<Object, Object[], ?>)
        Class.forName(ENTRY, true, loader)
            .getMethod("start", Map.class)
            .invoke(null, configuration());
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> configuration() {
    return (Map<String, Object>) facts.getOrDefault("configuration", Map.of());
  }

  private @Nullable ClassLoader findPart() throws IOException, ClassNotFoundException {
    Optional<ConfiguredStarter> core = starter.core();
    ClassLoader coreLoader = core.isPresent() ? core.get().coreFor(engine) : null;
    if (has(engine)) {
      return engine;
    }
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    if (context != null && has(context)) {
      return context;
    }
    return coreLoader == null ? null : NestedJar.of("torchscript", engine, coreLoader);
  }

  private static boolean has(ClassLoader loader) {
    return loader.getResource(ENTRY.replace('.', '/') + ".class") != null;
  }

  private void complain(@Nullable Throwable reason) {
    over = true;
    String message = "TorchScript models stay closed. " + reason;
    if (Boolean.TRUE.equals(configuration().get("strict"))) {
      refusal = new Refusal(message);
    } else {
      user.accept(message);
    }
  }
}
