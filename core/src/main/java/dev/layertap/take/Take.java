// SPDX-License-Identifier: Apache-2.0
package dev.layertap.take;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a capture takes of the calls at a place: what they return, unless it says otherwise.
 *
 * <pre>{@code
 * Layertap.builder().addCapture("fc", Take.inputs()).open();
 * }</pre>
 */
public final class Take {
  private static final Take OUTPUTS = new Take(EnumSet.of(Side.OUTPUT));
  private static final Take INPUTS = new Take(EnumSet.of(Side.INPUT));
  private static final Take BOTH = new Take(EnumSet.allOf(Side.class));

  private final Set<Side> sides;

  private Take(Set<Side> sides) {
    this.sides = sides;
  }

  /**
   * Takes what is returned.
   *
   * @return what a capture takes that says nothing of it
   */
  public static Take outputs() {
    return OUTPUTS;
  }

  /**
   * Takes what is given.
   *
   * @return a capture's policy
   */
  public static Take inputs() {
    return INPUTS;
  }

  /**
   * Takes what is given and what is returned, as two activations of a call.
   *
   * @return a capture's policy
   */
  public static Take both() {
    return BOTH;
  }

  /**
   * Returns whether one end of a call is taken.
   *
   * @param side the end
   * @return true if its value becomes an activation
   */
  public boolean includes(Side side) {
    return sides.contains(side);
  }
}
