// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.start;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts the TorchScript part when an engine first loads a model, and hands it what the engine does
 * from then on.
 */
public final class EngineStarter implements BiFunction<Object, Object[], @Nullable Object> {
  private static final String ENGINE = "ai.djl.pytorch.jni.JniUtils";

  /** The part is kept by the engine's class, as core is by DJL's. */
  private final ClassValue<EngineStart> starts;

  /** For each woven class, the one that stands for its engine. */
  private final ClassValue<Class<?>> engines =
      new ClassValue<>() {
        @Override
        protected Class<?> computeValue(Class<?> owner) {
          try {
            return Class.forName(ENGINE, false, owner.getClassLoader());
          } catch (ClassNotFoundException e) {
            throw new IllegalStateException(owner + " without its " + ENGINE, e);
          }
        }
      };

  /** Those that were started, each for as long as its engine is in use. */
  private final Set<EngineStart> known =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private volatile Optional<ConfiguredStarter> core;

  /**
   * Makes ready for the first model.
   *
   * @param core starts core, if there is a configuration that wants it
   * @param facts the bridge's
   * @param user takes a line that the user has to know
   */
  public EngineStarter(
      Optional<ConfiguredStarter> core,
      ConcurrentMap<String, Object> facts,
      Consumer<String> user) {
    this.core = core;
    starts =
        new ClassValue<>() {
          @Override
          protected EngineStart computeValue(Class<?> engine) {
            EngineStart start = new EngineStart(engine, EngineStarter.this, facts, user);
            known.add(start);
            return start;
          }
        };
  }

  /**
   * Sets who starts core, where a configuration comes later.
   *
   * @param starter asked when the next engine loads its first model
   */
  public void core(ConfiguredStarter starter) {
    core = Optional.of(starter);
  }

  Optional<ConfiguredStarter> core() {
    return core;
  }

  /** Has a part there that is nested in the agent's jar, and starts nothing. */
  ClassLoader prepare(ClassLoader djl, ClassLoader coreLoader)
      throws ClassNotFoundException, IOException {
    return starts.get(Class.forName(ENGINE, false, djl)).unpack(coreLoader);
  }

  /**
   * Returns what is known of the models that were loaded.
   *
   * @return the facts of each part of each engine, in JDK types
   */
  public List<Map<?, ?>> facts() {
    List<Map<?, ?>> facts = new ArrayList<>();
    for (EngineStart start : started()) {
      facts.addAll(start.facts());
    }
    return facts;
  }

  /** Ends what was started, and lets go of it. */
  public void close() {
    for (EngineStart start : started()) {
      start.close();
      starts.remove(start.engine());
    }
  }

  private List<EngineStart> started() {
    synchronized (known) {
      return List.copyOf(known);
    }
  }

  @Override
  public @Nullable Object apply(Object owner, Object[] call) {
    return starts.get(engines.get((Class<?>) owner)).apply(call);
  }
}
