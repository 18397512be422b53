// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a rewritten archive offers.
 *
 * <p>To capture, call the entry of a method in its stead. It takes, in front of the method's own
 * arguments, a list of integers that says what is {@linkplain Wanted wanted}: in short, element
 * {@code 2 * number} is 1 where a module's outputs are, the next where its inputs are. It returns a
 * tuple of the method's result, a list of numbers and a list of values, in order of execution: a
 * number says what the value at its index is. {@link #FORK} stands for what ran in a fork: its
 * value is a tuple of such a list of numbers and list of values.
 *
 * @param entries for each method of the root that can be called, the method to call in its stead
 * @param plan the methods that have libtorch make the entry of {@code forward} ready
 * @param places the modules that can be captured, by number
 * @param opaque what cannot be captured, in the order of the tree
 * @param selectionSize how many slots there are
 */
public record Twins(
    Map<String, String> entries,
    Optional<Plan> plan,
    List<Place> places,
    List<OpaquePlace> opaque,
    int selectionSize) {

  /**
   * Methods of the root that run nothing of the model, and make an entry ready that has not run
   * yet. Each counts once.
   *
   * @param inlining has libtorch write all that the entry calls into it, where its optimiser is on
   * @param failing has libtorch plan what came of that, where its optimiser is off; it fails
   */
  public record Plan(String inlining, String failing) {}

  /** The number under which the store of a fork stands. */
  public static final int FORK = SupportCode.FORK;

  /** Minus a slot, it stands for a call whose result the tracer left out. */
  public static final int REMOVED = SupportCode.REMOVED;
}
