// SPDX-License-Identifier: Apache-2.0
package dev.layertap.trace;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import dev.layertap.model.BlockPlace;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** One execution of {@code forward} at a place, within a pass. */
public final class Call {
  private final Pass pass;
  private final Block block;
  private final BlockPlace place;
  private final NDList inputs;
  private final boolean training;
  private final int number;
  private @Nullable IdentityHashMap<Block, Integer> repeated;

  Call(Pass pass, Block block, BlockPlace place, NDList inputs, boolean training) {
    this.pass = pass;
    this.block = block;
    this.place = place;
    this.inputs = inputs;
    this.training = training;
    this.number = pass.numberOfNextCall(place);
  }

  /**
   * Returns the pass that this call is part of.
   *
   * @return the pass
   */
  public Pass pass() {
    return pass;
  }

  /**
   * Returns where the block stands.
   *
   * @return the place
   */
  public BlockPlace place() {
    return place;
  }

  /**
   * Returns the block that runs.
   *
   * @return the block
   */
  public Block block() {
    return block;
  }

  /**
   * Returns the list that was given to {@code forward}.
   *
   * @return the inputs; some blocks change this list while they run
   */
  public NDList inputs() {
    return inputs;
  }

  /**
   * Returns whether the block runs as in training.
   *
   * @return true in a training step
   */
  public boolean training() {
    return training;
  }

  /**
   * Returns how many calls at this place this pass has seen before.
   *
   * @return 0 for the first
   */
  public int number() {
    return number;
  }

  /** Whether this is a call of a block with a list: that very list, not one that equals it. */
  @SuppressWarnings("ReferenceEquality")
  boolean isOf(Block other, NDList list) {
    return block == other && inputs == list;
  }

  /** How often this call has called a block before; counted only for blocks that stand twice. */
  int occurrence(Block child) {
    if (repeated == null) {
      repeated = new IdentityHashMap<>();
    }
    return repeated.merge(child, 1, Integer::sum) - 1;
  }

  @Override
  public String toString() {
    return "call " + number + " of " + place;
  }
}
