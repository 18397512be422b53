// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.weave;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what was woven and what was not, where core and {@code java.lang.$LayertapBridge}'s
 * readers find it, and tells the user of what goes wrong: of each kind the first one. It also knows
 * what becomes of a class that is not woven: it stays as it is, unless errors are fatal.
 */
public final class WeavingRecord {
  private final ConcurrentMap<String, Object> facts;
  private final Set<String> woven;
  private final Map<String, String> unwoven = new ConcurrentHashMap<>();
  private final Consumer<String> user;
  private final boolean strict;
  private volatile boolean failed;

  /**
   * Begins a record.
   *
   * @param facts the bridge's
   * @param user takes a line that the user has to know
   * @param strict whether errors are fatal
   */
  @SuppressWarnings("unchecked")
  public WeavingRecord(ConcurrentMap<String, Object> facts, Consumer<String> user, boolean strict) {
    this.facts = facts;
    this.user = user;
    this.strict = strict;
    Set<String> fresh = ConcurrentHashMap.newKeySet();
    Object present = facts.putIfAbsent("woven", fresh);
    this.woven = present == null ? fresh : (Set<String>) present;
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

  /**
   * Returns whether anything was not woven that should have been.
   *
   * @return true once the user was told of it
   */
  public boolean hasFailed() {
    return failed;
  }

  /**
   * A class that cannot be woven, because of an error.
   *
   * @return the class file that it shall have; null for its own
   */
  byte @Nullable [] unwoven(String className, ClassLoader loader, Throwable reason) {
    String described = described(className, loader);
    if (unwoven.put(described, reason.toString()) == null && unwoven.size() == 1) {
      user.accept(
          described
              + " could not be woven, and its forward cannot be seen: "
              + reason
              + ". Further classes of that kind are counted and not named.");
    }
    return verdict();
  }

  private byte @Nullable [] verdict() {
    failed = true;
    return strict ? Unloadable.classFile() : null;
  }

  /**
   * Notes a TorchScript engine whose models stay closed.
   *
   * @param className the class that could not be woven
   * @param loader who loads it
   * @param reason why
   * @return the class file that it shall have; null for its own
   */
  public byte @Nullable [] closedEngine(String className, ClassLoader loader, Throwable reason) {
    String message = reason.getMessage() == null ? reason.toString() : reason.getMessage();
    if (facts.putIfAbsent("closedEngine", message) == null) {
      user.accept(
          described(className, loader)
              + " could not be woven, and TorchScript models stay closed: "
              + message);
    }
    return verdict();
  }

  /**
   * A DJL that is left alone altogether.
   *
   * @return the class file that the class that shows it shall have; null for its own
   */
  byte @Nullable [] refused(String problem) {
    if (facts.putIfAbsent("refused", problem) == null) {
      user.accept(problem);
    }
    return verdict();
  }

  static String described(String className, ClassLoader loader) {
    return className.replace('/', '.') + " in " + LoaderNames.of(loader);
  }
}
