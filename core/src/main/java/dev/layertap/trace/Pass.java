// SPDX-License-Identifier: Apache-2.0
package dev.layertap.trace;

import ai.djl.nn.Block;
import dev.layertap.model.BlockPlace;
import dev.layertap.model.BlockTree;
import dev.layertap.select.Place;
import dev.layertap.take.Side;
import dev.layertap.value.Value;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;

/** One execution of a root's {@code forward}, on one thread. */
public final class Pass {
  private final Block root;
  private final BlockTree tree;
  private final Inputs inputs;
  private final IdentityHashMap<Place, Integer> callsGiven = new IdentityHashMap<>();
  private final IdentityHashMap<Place, Integer> callsReturned = new IdentityHashMap<>();
  private final Set<BlockPlace> blocksWithModules = new HashSet<>();

  Pass(Block root, BlockTree tree, Inputs inputs) {
    this.root = root;
    this.tree = tree;
    this.inputs = inputs;
  }

  /**
   * Returns the outermost block.
   *
   * @return the block that no other block of the thread called
   */
  public Block root() {
    return root;
  }

  /**
   * Returns what the root was given.
   *
   * @return the positional inputs as they are now
   */
  public Value inputs() {
    return inputs.value();
  }

  /**
   * Returns the places of the model.
   *
   * @return the root's tree
   */
  public BlockTree tree() {
    return tree;
  }

  /** Whether a block that hides modules begins to run them for the first time in this pass. */
  boolean isFirstRunOf(BlockPlace block) {
    return blocksWithModules.add(block);
  }

  /** How many calls at a place have been told of at one end. */
  int callsSoFar(Place place, Side side) {
    return (side == Side.INPUT ? callsGiven : callsReturned).getOrDefault(place, 0);
  }

  /**
   * The number of a new call at a place: 0 for the first in this pass. The ends of a module's calls
   * are told of one by one, and perhaps only one of them, so each is counted by itself.
   */
  int numberOfNextCall(Place place, Side side) {
    return (side == Side.INPUT ? callsGiven : callsReturned).merge(place, 1, Integer::sum) - 1;
  }
}
