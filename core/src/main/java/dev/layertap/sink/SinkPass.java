// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink;

import dev.layertap.Captured;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A pass, as sinks are given it.
 *
 * @param number counted over the passes of the app, from 0, those that were not captured included
 * @param model the simple name of the root's type
 * @param started when its {@code forward} began
 * @param duration how long that took, with what Layertap did meanwhile
 * @param calls how long the selected blocks ran, in the order in which they ended
 * @param captured what was captured
 */
public record SinkPass(
    int number,
    String model,
    Instant started,
    Duration duration,
    List<CallTime> calls,
    Captured captured) {
  /** Returns the line that the sink {@code log} writes. */
  @Override
  public String toString() {
    return "pass %d of %s: %s".formatted(number, model, captured.summary());
  }
}
