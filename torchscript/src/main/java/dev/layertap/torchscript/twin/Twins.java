// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import java.util.List;
import java.util.Map;

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
 * @param places the modules that can be captured, by number
 * @param opaque what cannot be captured, in the order of the tree
 * @param selectionSize how many slots there are
 */
public record Twins(
    Map<String, String> entries, List<Place> places, List<OpaquePlace> opaque, int selectionSize) {

  /** The number under which the store of a fork stands. */
  public static final int FORK = SupportCode.FORK;

  /** Minus a slot, it stands for a call whose result the tracer left out. */
  public static final int REMOVED = SupportCode.REMOVED;
}
