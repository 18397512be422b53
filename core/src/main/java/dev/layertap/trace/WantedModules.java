// SPDX-License-Identifier: Apache-2.0
package dev.layertap.trace;

import dev.layertap.model.ModulePlace;
import dev.layertap.take.Side;
import dev.layertap.take.Take;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which modules inside of a block are wanted, and what of their calls.
 *
 * <p>Where nothing depends on the pass an observer gives the same object again: so whatever is
 * worked out of it needs to be worked out once.
 */
public final class WantedModules {
  /** No module. */
  public static final WantedModules NONE = new WantedModules(Map.of(), Map.of());

  private final Map<ModulePlace, List<Take>> inputs;
  private final Map<ModulePlace, List<Take>> outputs;

  private WantedModules(Map<ModulePlace, List<Take>> inputs, Map<ModulePlace, List<Take>> outputs) {
    this.inputs = Collections.unmodifiableMap(inputs);
    this.outputs = Collections.unmodifiableMap(outputs);
  }

  /** Says what is wanted of a module. */
  @FunctionalInterface
  public interface Wish {
    /**
     * Asked for each end of each module.
     *
     * @param module where it stands
     * @param side one end of its calls
     * @return different policies; empty for whole values of all calls; null for nothing
     */
    @Nullable List<Take> of(ModulePlace module, Side side);
  }

  /**
   * Asks what is wanted.
   *
   * @param modules the modules of a block
   * @param wish what is wanted of each
   * @return those of which something is
   */
  public static WantedModules of(List<ModulePlace> modules, Wish wish) {
    Map<ModulePlace, List<Take>> inputs = new LinkedHashMap<>();
    Map<ModulePlace, List<Take>> outputs = new LinkedHashMap<>();
    for (ModulePlace module : modules) {
      add(inputs, module, wish.of(module, Side.INPUT));
      add(outputs, module, wish.of(module, Side.OUTPUT));
    }
    return inputs.isEmpty() && outputs.isEmpty() ? NONE : new WantedModules(inputs, outputs);
  }

  private static void add(
      Map<ModulePlace, List<Take>> wanted, ModulePlace module, @Nullable List<Take> takes) {
    if (takes != null) {
      wanted.put(module, takes);
    }
  }

  /** What one of two wants, or both. */
  WantedModules and(WantedModules other) {
    return new WantedModules(both(inputs, other.inputs), both(outputs, other.outputs));
  }

  private static Map<ModulePlace, List<Take>> both(
      Map<ModulePlace, List<Take>> mine, Map<ModulePlace, List<Take>> others) {
    Map<ModulePlace, List<Take>> both = new LinkedHashMap<>(mine);
    others.forEach((module, takes) -> both.merge(module, takes, WantedModules::bothOf));
    return both;
  }

  /** Whoever has the whole value of every call has all that the other wants. */
  private static List<Take> bothOf(List<Take> mine, List<Take> others) {
    if (mine.isEmpty() || others.isEmpty()) {
      return List.of();
    }
    Set<Take> both = new LinkedHashSet<>(mine);
    both.addAll(others);
    return List.copyOf(both);
  }

  /**
   * Returns the wanted modules.
   *
   * @param side one end of their calls
   * @return what is to be taken of each: different policies; none for whole values of all calls
   */
  public Map<ModulePlace, List<Take>> of(Side side) {
    return side == Side.INPUT ? inputs : outputs;
  }

  /**
   * Returns whether there are none.
   *
   * @return true if nobody wants to see any of the modules
   */
  public boolean isEmpty() {
    return inputs.isEmpty() && outputs.isEmpty();
  }
}
