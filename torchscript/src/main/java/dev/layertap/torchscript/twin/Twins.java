// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import java.util.List;
import java.util.Map;

/**
 * What a rewritten archive offers.
 *
 * <p>To capture, call the entry of a method in its stead. It takes, in front of the method's own
 * arguments, an integer tensor of {@link #selectionSize} elements: element {@code 2 * number} is
 * not zero where a module's outputs are wanted, the next where its inputs are. It returns a tuple
 * of the method's result, a list of slots and a list of values, in order of execution: the value at
 * an index was taken for the slot at that index. A slot of {@link #FORK} stands for what ran in a
 * fork: its value is a tuple of such a list of slots and list of values.
 *
 * @param entries for each method of the root that can be called, the method to call in its stead
 * @param places the modules that can be captured, by number
 * @param opaque what cannot be captured, in the order of the tree
 * @param selectionSize how many elements the selection has
 */
public record Twins(
    Map<String, String> entries, List<Place> places, List<OpaquePlace> opaque, int selectionSize) {

  /** The slot under which the store of a fork stands. */
  public static final int FORK = SupportCode.FORK;

  /** Minus a slot, it stands for a call whose result the tracer left out. */
  public static final int REMOVED = SupportCode.REMOVED;
}
