// SPDX-License-Identifier: Apache-2.0
package dev.layertap.trace;

import ai.djl.nn.Block;
import dev.layertap.model.BlockTree;
import dev.layertap.select.Place;
import java.util.IdentityHashMap;

/** One execution of a root's {@code forward}, on one thread. */
public final class Pass {
  private final Block root;
  private final BlockTree tree;
  private final IdentityHashMap<Place, Integer> calls = new IdentityHashMap<>();

  Pass(Block root, BlockTree tree) {
    this.root = root;
    this.tree = tree;
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
   * Returns the places of the model.
   *
   * @return the root's tree
   */
  public BlockTree tree() {
    return tree;
  }

  /** The number of a new call at a place: 0 for the first in this pass. */
  int numberOfNextCall(Place place) {
    return calls.merge(place, 1, Integer::sum) - 1;
  }
}
