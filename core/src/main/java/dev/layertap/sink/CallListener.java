// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Sink} that is also told when selected blocks begin and end, while they run. It holds up
 * the model, so it must be quick.
 */
public interface CallListener {
  /**
   * A block's {@code forward} begins, in a pass that this sink is given.
   *
   * @param pass the number of the pass
   * @param path where the block stands
   * @param type its type's simple name
   * @return run when it ends, on the same thread, unless it throws; null if nobody wants to know
   */
  @Nullable Runnable callStarted(int pass, String path, String type);
}
