// SPDX-License-Identifier: Apache-2.0
package dev.layertap.bridge;

import dev.layertap.trace.Tracer;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the agent holds of a core that it started, by JDK types alone: {@code close()}, which ends
 * all that was started and gives the sinks what waits for them; and {@code get()}, what there is to
 * know, before that and after it.
 *
 * <p>The map has {@code kind} ({@code configuration}), {@code passes}, {@code captured}, {@code
 * dropped}, {@code waiting}, {@code waitingBytes} (numbers), {@code sampling} (a text), {@code
 * captures} (how often each fired), {@code unfired} (why some never did), {@code opaque} and {@code
 * errors} (texts), and {@code sinks} (maps of {@code name}, {@code on}, perhaps {@code reason},
 * {@code passes}, {@code failures} and what the sink adds).
 */
final class ConfiguredRun implements Supplier<Map<String, Object>>, AutoCloseable {
  /** How long the end of a JVM, or whoever detaches, waits for passes that run and for sinks. */
  private static final long MOST_MILLIS = 3_000;

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
  public Map<String, Object> get() {
    return passes.report();
  }

  /** Ends it, in three seconds at most. Whoever closes it again waits until that is done. */
  @Override
  public synchronized void close() {
    long left = passes.finish(MOST_MILLIS);
    stopObserving.run();
    passes.close(left);
  }
}
