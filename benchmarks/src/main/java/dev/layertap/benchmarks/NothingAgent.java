// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import org.jspecify.annotations.Nullable;

/** An agent that does nothing. */
public final class NothingAgent {
  private NothingAgent() {}

  /**
   * Does nothing.
   *
   * @param argument not read
   */
  public static void premain(@Nullable String argument) {}
}
