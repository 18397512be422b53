// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.live;

import dev.layertap.agent.bridge.InstalledBridge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What each copy of core in this JVM says of its observers: the configuration's, the scopes and
 * hooks of the app's own code.
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
    for (Object listener : bridge.listeners()) {
      if (isCore(listener) && listener instanceof Supplier<?> core) {
        for (Object facts : (List<?>) core.get()) {
          all.add((Map<?, ?>) facts);
        }
      }
    }
    return new Observers(all);
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
