// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.weave;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * Writes down what was woven and what was not, where core and {@code java.lang.$LayertapBridge}'s
 * readers find it, and tells the user of what goes wrong: of each kind the first one.
 */
public final class WeavingRecord {
  private final ConcurrentMap<String, Object> facts;
  private final Set<String> woven;
  private final Map<String, String> unwoven = new ConcurrentHashMap<>();
  private final Consumer<String> user;

  /**
   * Begins a record.
   *
   * @param facts the bridge's
   * @param user takes a line that the user has to know
   */
  @SuppressWarnings("unchecked")
  public WeavingRecord(ConcurrentMap<String, Object> facts, Consumer<String> user) {
    this.facts = facts;
    this.user = user;
    this.woven = (Set<String>) facts.computeIfAbsent("woven", key -> ConcurrentHashMap.newKeySet());
    facts.put("unwoven", unwoven);
  }

  /**
   * Notes a class that was woven.
   *
   * @param className its name
   * @param loader who loads it
   */
  public void woven(String className, ClassLoader loader) {
    woven.add(described(className, loader));
  }

  /** A class that keeps its {@code forward} as it is, because of an error. */
  void unwoven(String className, ClassLoader loader, Throwable reason) {
    String described = described(className, loader);
    if (unwoven.put(described, reason.toString()) == null && unwoven.size() == 1) {
      user.accept(
          described
              + " could not be woven, and its forward cannot be seen: "
              + reason
              + ". Further classes of that kind are counted and not named.");
    }
  }

  /**
   * Notes a TorchScript engine whose models stay closed.
   *
   * @param className the class that could not be woven
   * @param loader who loads it
   * @param reason why
   */
  public void closedEngine(String className, ClassLoader loader, Throwable reason) {
    String message = reason.getMessage() == null ? reason.toString() : reason.getMessage();
    if (facts.putIfAbsent("closedEngine", message) == null) {
      user.accept(
          described(className, loader)
              + " could not be woven, and TorchScript models stay closed: "
              + message);
    }
  }

  /** A DJL that is left alone altogether. */
  void refused(String problem) {
    if (facts.putIfAbsent("refused", problem) == null) {
      user.accept(problem);
    }
  }

  private static String described(String className, ClassLoader loader) {
    return className.replace('/', '.') + " in " + LoaderNames.of(loader);
  }
}
