// SPDX-License-Identifier: Apache-2.0
package dev.layertap.bridge;

import dev.layertap.trace.Tracer;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the agent holds of a core that it started, by JDK types alone: the listener, which keeps
 * core alive; {@code close()}, which ends all that was started and gives the sinks what waits for
 * them; and {@code get()}, what there is to know.
 *
 * <p>The map has {@code passes}, {@code captured}, {@code dropped}, {@code waiting}, {@code
 * waitingBytes} (numbers), {@code sampling} (a text), {@code captures} (maps of {@code capture},
 * {@code fired} and {@code lastPass}, which is -1 for none), {@code unmatched}, {@code opaque} and
 * {@code errors} (texts), and {@code sinks} (maps of {@code name}, {@code on}, perhaps {@code
 * reason}, {@code passes}, {@code failures} and what the sink adds).
 */
final class ConfiguredRun
    implements BiFunction<Object, Object[], @Nullable BiFunction<Object, Throwable, Object>>,
        Supplier<Map<String, Object>>,
        AutoCloseable {
  private final ConfiguredPasses passes;
  private final Runnable stopObserving;

  private ConfiguredRun(ConfiguredPasses passes, Runnable stopObserving) {
    this.passes = passes;
    this.stopObserving = stopObserving;
  }

  static ConfiguredRun of(ConfiguredPasses passes) {
    return new ConfiguredRun(passes, Tracer.INSTANCE.observeAllThreads(passes));
  }

  @Override
  public @Nullable BiFunction<Object, Throwable, Object> apply(Object block, Object[] arguments) {
    return Tracer.INSTANCE.apply(block, arguments);
  }

  @Override
  public Map<String, Object> get() {
    return passes.facts();
  }

  /** Ends it. What waits for the sinks is given three seconds. Closing again does nothing. */
  @Override
  public void close() {
    stopObserving.run();
    passes.close();
  }
}
