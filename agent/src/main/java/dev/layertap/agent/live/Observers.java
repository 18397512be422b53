// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.live;

import dev.layertap.agent.bridge.Facts;
import dev.layertap.agent.bridge.InstalledBridge;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What each copy of core in this JVM says of its observers, the scopes and hooks of the app's own
 * code, and of what it captures for the configuration.
 *
 * @param all their facts, in JDK types
 */
public record Observers(List<Map<?, ?>> all) {
  private static final String CORE = "dev.layertap.trace.Tracer";

  /**
   * Asks them.
   *
   * @param bridge where each core listens
   * @return what they say
   */
  public static Observers of(InstalledBridge bridge) {
    List<Map<?, ?>> all = new ArrayList<>();
    for (Object run : runs(bridge)) {
      if (run instanceof Supplier<?> captures) {
        all.add((Map<?, ?>) captures.get());
      }
    }
    for (Object listener : bridge.listeners()) {
      if (isCore(listener) && listener instanceof Supplier<?> core) {
        for (Object facts : (List<?>) core.get()) {
          all.add((Map<?, ?>) facts);
        }
      }
    }
    return new Observers(all);
  }

  /** Asked themselves, since what has ended as the JVM ends observes nothing any more. */
  private static List<?> runs(InstalledBridge bridge) {
    Object runs = bridge.facts().get(Facts.RUNS);
    if (!(runs instanceof Collection<?> all)) {
      return List.of();
    }
    synchronized (runs) { // as whoever goes through such a set has to
      return new ArrayList<>(all);
    }
  }

  /**
   * Returns whether a listener is a copy of core.
   *
   * @param listener one of the bridge's
   * @return false for anybody else's
   */
  public static boolean isCore(Object listener) {
    return listener.getClass().getName().equals(CORE);
  }

  /**
   * Picks some.
   *
   * @param kind {@code configuration}, {@code scope} or {@code hook}
   * @return the facts of those
   */
  public List<Map<?, ?>> ofKind(String kind) {
    return all.stream()
        .filter(facts -> kind.equals(facts.get("kind")))
        .<Map<?, ?>>map(f -> f)
        .toList();
  }
}
