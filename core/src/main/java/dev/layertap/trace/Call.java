// SPDX-License-Identifier: Apache-2.0
package dev.layertap.trace;

import dev.layertap.select.Place;
import dev.layertap.take.Side;

/**
 * One execution of a block or module, within a pass.
 *
 * @param pass the pass that it is part of
 * @param place where the block or module stands
 * @param number how many calls at this place the pass has seen before
 */
public record Call(Pass pass, Place place, int number) {
  /** A call that is told of at this end. */
  static Call next(Pass pass, Place place, Side side) {
    return new Call(pass, place, pass.numberOfNextCall(place, side));
  }

  @Override
  public String toString() {
    return "call " + number + " of " + place;
  }
}
