// SPDX-License-Identifier: Apache-2.0
package dev.layertap.model;

import ai.djl.nn.Block;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Remembers the tree of each root that runs, for as long as the root itself is in use. */
public final class BlockTrees {
  private final Map<Key, BlockTree> trees = new ConcurrentHashMap<>();
  private final ReferenceQueue<Block> collected = new ReferenceQueue<>();

  private final Interiors interiors;

  /**
   * Starts with no tree.
   *
   * @param interiors what is known of blocks that hide modules
   */
  public BlockTrees(Interiors interiors) {
    this.interiors = interiors;
  }

  /**
   * Returns a root's tree.
   *
   * @param root the outermost block of a model
   * @return the tree made when it was first asked for, with what has been found since
   */
  public BlockTree of(Block root) {
    for (Object gone = collected.poll(); gone != null; gone = collected.poll()) {
      trees.remove(gone);
    }
    return trees.computeIfAbsent(new Key(root, collected), key -> BlockTree.of(root, interiors));
  }

  /** Forgets all trees: what is inside of blocks is known otherwise. */
  public void clear() {
    trees.clear();
  }

  /** A block's identity: a block may define equality as it likes. */
  private static final class Key extends WeakReference<Block> {
    private final int hash;

    Key(Block block, ReferenceQueue<Block> queue) {
      super(block, queue);
      this.hash = System.identityHashCode(block);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      if (this == other) {
        return true;
      }
      Block mine = get();
      return mine != null && other instanceof Key key && key.refersTo(mine);
    }
  }
}
