// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.start;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The one start of the TorchScript part for one engine. */
final class EngineStart {
  private static final String ENTRY = "dev.layertap.torchscript.run.EngineHooks";

  private final ClassLoader engine;
  private final Optional<ConfiguredStarter> core;
  private final Map<String, Object> configuration;
  private final Consumer<String> user;

  private volatile @Nullable BiFunction<Object, Object[], ?> hooks;
  private boolean failed;
  private volatile @Nullable Refusal refusal;

  EngineStart(
      ClassLoader engine,
      Optional<ConfiguredStarter> core,
      Map<String, Object> configuration,
      Consumer<String> user) {
    this.engine = engine;
    this.core = core;
    this.configuration = configuration;
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

  private synchronized @Nullable BiFunction<Object, Object[], ?> startOnce() {
    if (hooks == null && !failed) {
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
            .invoke(null, configuration);
  }

  private @Nullable ClassLoader findPart() throws IOException, ClassNotFoundException {
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
    failed = true;
    String message = "TorchScript models stay closed. " + reason;
    if (Boolean.TRUE.equals(configuration.get("strict"))) {
      refusal = new Refusal(message);
    } else {
      user.accept(message);
    }
  }
}
