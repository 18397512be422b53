// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.start;

import java.util.Map;
import java.util.Optional;
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
    starts =
        new ClassValue<>() {
          @Override
          protected EngineStart computeValue(Class<?> engine) {
            return new EngineStart(engine.getClassLoader(), core, configuration(facts), user);
          }
        };
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> configuration(Map<String, Object> facts) {
    return (Map<String, Object>) facts.getOrDefault("configuration", Map.of());
  }

  @Override
  public @Nullable Object apply(Object owner, Object[] call) {
    return starts.get(engines.get((Class<?>) owner)).apply(call);
  }
}
