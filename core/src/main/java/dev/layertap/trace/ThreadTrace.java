// SPDX-License-Identifier: Apache-2.0
package dev.layertap.trace;

import ai.djl.nn.Block;
import dev.layertap.model.BlockTree;
import dev.layertap.model.BlockTrees;
import java.util.Optional;
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
  @Nullable Frame enter(Block block, Inputs inputs) {
    Frame caller = innermost;
    if (caller == null && (isUnobserved() || AgentLink.isProbe(block))) {
      return null;
    }
    if (caller != null && caller.isOf(block, inputs)) {
      // One overload of forward that calls the other, or the one it overrides: still that call.
      return null;
    }
    Frame frame = caller == null ? root(block, inputs) : below(caller, block, inputs);
    innermost = frame;
    try {
      if (frame.isRoot()) {
        frame.startPass(everywhere.all());
        frame.startPass(here.all());
      }
      frame.enter(everywhere.all());
      frame.enter(here.all());
    } catch (Throwable e) {
      // Nobody will be told that this call ends.
      innermost = caller;
      throw e;
    }
    return frame;
  }

  private boolean isUnobserved() {
    return here.isEmpty() && everywhere.isEmpty();
  }

  private Frame root(Block block, Inputs inputs) {
    BlockTree tree = lastTree;
    if (tree == null || tree.root().block().orElse(null) != block) {
      tree = trees.of(block);
      lastTree = tree;
    }
    return new Frame(this, null, new Pass(block, tree, inputs), tree.root(), block, inputs);
  }

  private Frame below(Frame caller, Block block, Inputs inputs) {
    return new Frame(this, caller, caller.pass(), caller.placeOf(block), block, inputs);
  }

  /** The innermost running block, if it hides modules. */
  Optional<ModuleRun> moduleRun(Block block) {
    Frame frame = innermost;
    if (frame == null || !frame.runs(block) || frame.place().allModules().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new ModuleRun(frame.pass(), frame.place(), everywhere.all(), here.all()));
  }

  /** Returns what the app shall get in the place of a result; null for the result. */
  @Nullable RuntimeException leave(Frame frame) {
    innermost = frame.caller();
    if (!frame.isRoot()) {
      return null;
    }
    RuntimeException fatal = frame.endPass(everywhere.all());
    RuntimeException fatalHere = frame.endPass(here.all());
    return fatal == null ? fatalHere : fatal;
  }
}
