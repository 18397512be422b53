// SPDX-License-Identifier: Apache-2.0
package dev.layertap.trace;

import dev.layertap.select.Place;

/**
 * One execution of a block or module, within a pass.
 *
 * @param pass the pass that it is part of
 * @param place where the block or module stands
 * @param number how many calls at this place the pass has seen before
 */
public record Call(Pass pass, Place place, int number) {
  static Call next(Pass pass, Place place) {
    return new Call(pass, place, pass.numberOfNextCall(place));
  }

  @Override
  public String toString() {
    return "call " + number + " of " + place;
  }
}
