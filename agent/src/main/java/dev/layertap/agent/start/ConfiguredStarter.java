// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.start;

import dev.layertap.agent.bridge.Facts;
import dev.layertap.agent.bridge.InstalledBridge;
import dev.layertap.agent.config.Configuration;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts core when the first block of each DJL runs, in an app whose only word of Layertap may be
 * the configuration.
 *
 * <p>It does not ask for the exit. Core registers with the bridge as it starts, and the bridge
 * tells those who register during an entry of that same entry: so the first pass is not lost, on
 * whatever thread it runs. Where errors are fatal and core cannot be started, the exit tells that
 * instead.
 */
public final class ConfiguredStarter implements BiFunction<Object, Object[], @Nullable Object> {
  private static final String BLOCK = "ai.djl.nn.Block";

  /**
   * What was started stays reachable from DJL's own {@code Block}, not from the agent, so that a
   * web app with its DJL and core can be collected.
   */
  private final ClassValue<CoreStart> starts;

  /** For each class of block, the {@code Block} interface that it implements. */
  private final ClassValue<Optional<Class<?>>> interfaces =
      new ClassValue<>() {
        @Override
        protected Optional<Class<?>> computeValue(Class<?> type) {
          return findBlock(type);
        }
      };

  /** Those that were started, each for as long as its DJL is in use. */
  private final Set<CoreStart> known =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private final EndOfJvm end;
  private volatile Configuration configuration;
  private @Nullable Runnable stopListening;
  private volatile boolean closed;

  private ConfiguredStarter(Configuration configuration, Consumer<String> user, EndOfJvm end) {
    this.configuration = configuration;
    this.end = end;
    starts =
        new ClassValue<>() {
          @Override
          protected CoreStart computeValue(Class<?> block) {
            CoreStart start = new CoreStart(block, ConfiguredStarter.this.configuration, user, end);
            known.add(start);
            return start;
          }
        };
  }

  /**
   * Waits for the first block.
   *
   * @param bridge where entries are told
   * @param configuration what to start core with
   * @param user takes a line that the user has to know
   * @return what waits
   */
  public static ConfiguredStarter listen(
      InstalledBridge bridge, Configuration configuration, Consumer<String> user) {
    ConfiguredStarter starter =
        new ConfiguredStarter(configuration, user, EndOfJvm.awaited(bridge.facts()));
    bridge.facts().put(Facts.BEANS, new WeakBeans());
    bridge.facts().put("starter", starter); // the bridge holds listeners weakly
    starter.stopListening = bridge.listen(starter);
    return starter;
  }

  /**
   * Starts core anew, with another configuration.
   *
   * @param next what to start core with, when the next block runs
   */
  public void restart(Configuration next) {
    configuration = next;
    for (CoreStart start : started()) {
      start.restart(next);
    }
  }

  /** Ends all captures of the configuration, and lets go of every core. */
  public void close() {
    closed = true;
    if (stopListening != null) {
      stopListening.run();
    }
    for (CoreStart start : started()) {
      start.close();
      starts.remove(start.block());
    }
    end.cancel();
  }

  /** Ends all captures of the configuration, for the JVM ends; what came of them can be asked. */
  public void finish() {
    end.closeAll();
  }

  private List<CoreStart> started() {
    synchronized (known) {
      return List.copyOf(known);
    }
  }

  /** The loader of core for a DJL, started if it was not; null if that failed or is not wanted. */
  @Nullable ClassLoader coreFor(ClassLoader djl) throws ClassNotFoundException {
    if (closed || !configuration.capturesPasses()) {
      return null;
    }
    CoreStart start = starts.get(Class.forName(BLOCK, false, djl));
    Object unused = start.ensure();
    return start.loader();
  }

  /** Has core's classes there, and starts nothing; null if they will not be wanted. */
  @Nullable ClassLoader prepare(ClassLoader djl) throws ClassNotFoundException, IOException {
    return closed || !configuration.capturesPasses()
        ? null
        : starts.get(Class.forName(BLOCK, false, djl)).prepare();
  }

  @Override
  public @Nullable Object apply(Object block, Object[] arguments) {
    if (closed || !configuration.capturesPasses()) {
      return null;
    }
    return interfaces
        .get(block.getClass())
        .map(starts::get)
        .flatMap(CoreStart::ensure)
        .map(Refusal::new)
        .orElse(null);
  }

  static Optional<Class<?>> findBlock(@Nullable Class<?> type) {
    if (type == null || type.getName().equals(BLOCK)) {
      return Optional.ofNullable(type);
    }
    Optional<Class<?>> found = findBlock(type.getSuperclass());
    for (Class<?> parent : type.getInterfaces()) {
      found = found.or(() -> findBlock(parent));
    }
    return found;
  }
}
