// SPDX-License-Identifier: Apache-2.0
package dev.layertap.trace;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import dev.layertap.model.BlockPlace;
import dev.layertap.model.BlockTree;
import dev.layertap.model.BlockTrees;
import org.jspecify.annotations.Nullable;

/** The blocks that run on one thread, and who follows them there. */
final class ThreadTrace {
  private final BlockTrees trees;
  private final ObserverList everywhere;
  private final ObserverList here = new ObserverList();
  private @Nullable Frame innermost;
  private @Nullable BlockTree lastTree;

  ThreadTrace(BlockTrees trees, ObserverList everywhere) {
    this.trees = trees;
    this.everywhere = everywhere;
  }

  /** Those who follow this thread alone. */
  ObserverList observers() {
    return here;
  }

  /** Returns what the woven code runs on exit, or null if this entry begins no call. */
  @Nullable Frame enter(Block block, NDList inputs, boolean training) {
    Frame caller = innermost;
    if (caller == null && here.isEmpty() && everywhere.isEmpty()) {
      return null;
    }
    if (caller != null && caller.call().isOf(block, inputs)) {
      // One overload of forward that calls the other, or the one it overrides: still that call.
      return null;
    }
    Frame frame =
        new Frame(
            this,
            caller,
            caller == null
                ? rootCall(block, inputs, training)
                : callBelow(caller.call(), block, inputs, training));
    innermost = frame;
    if (frame.isRoot()) {
      frame.startPass(everywhere.all());
      frame.startPass(here.all());
    }
    frame.enter(everywhere.all());
    frame.enter(here.all());
    return frame;
  }

  private Call rootCall(Block block, NDList inputs, boolean training) {
    BlockTree tree = lastTree;
    if (tree == null || tree.root().block().orElse(null) != block) {
      tree = trees.of(block);
      lastTree = tree;
    }
    return new Call(new Pass(block, tree), block, tree.root(), inputs, training);
  }

  private static Call callBelow(Call caller, Block block, NDList inputs, boolean training) {
    BlockPlace place =
        caller.pass().tree().locate(caller.place(), block, () -> caller.occurrence(block));
    return new Call(caller.pass(), block, place, inputs, training);
  }

  void leave(Frame frame) {
    innermost = frame.caller();
    if (frame.isRoot()) {
      frame.endPass(everywhere.all());
      frame.endPass(here.all());
    }
  }
}
