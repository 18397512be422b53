// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.run;

import java.util.Locale;
import java.util.Optional;

/**
 * Keeps Layertap's own time in a pass below a limit: where it is above it three times in a row, one
 * pass in ten is captured from then on, then one in a hundred, then none. Where it stays below half
 * of the limit for long, it takes a step back; from none there is no way back.
 *
 * <p>The first passes do not count: classes are loaded in them, and the model's places are found.
 */
public final class PassBudget {
  /** What holds if the user does not say: more than copies cost in any model that we measured. */
  public static final long STANDARD_NANOS = 100_000_000;

  private static final int WARM_UP = 10;
  private static final int TOO_MANY_ABOVE = 3;
  private static final int MANY_BELOW = 30;

  /** One pass in so many is captured; 0 for none. */
  private static final int[] INTERVALS = {1, 10, 100, 0};

  private final long limit;
  private int level;
  private int seen;
  private int above;
  private int below;
  private int worstSaid;

  /**
   * Sets the limit.
   *
   * @param limit in nanoseconds
   */
  public PassBudget(long limit) {
    this.limit = limit;
  }

  /**
   * Returns whether a pass may be captured.
   *
   * @param number the pass's number
   * @return false for most passes while the time is above the limit
   */
  public synchronized boolean includes(int number) {
    int interval = INTERVALS[level];
    return interval != 0 && number % interval == 0;
  }

  /**
   * Counts a pass that was captured.
   *
   * @param nanos what Layertap took of it
   * @return what to say to the user, once for each step
   */
  public synchronized Optional<String> took(long nanos) {
    if (seen < WARM_UP) {
      seen++;
      return Optional.empty();
    }
    above = nanos > limit ? above + 1 : 0;
    below = nanos < limit / 2 ? below + 1 : 0;
    if (above == TOO_MANY_ABOVE && level < INTERVALS.length - 1) {
      above = 0;
      level++;
      return saidOnce(nanos);
    }
    if (below == MANY_BELOW && level > 0 && INTERVALS[level] != 0) {
      below = 0;
      level--;
    }
    return Optional.empty();
  }

  private Optional<String> saidOnce(long nanos) {
    if (level <= worstSaid) {
      return Optional.empty();
    }
    worstSaid = level;
    return Optional.of(
        "Layertap took %s of a pass, and pass-budget is %s: from now on %s."
            .formatted(millis(nanos), millis(limit), state()));
  }

  /**
   * Describes what it lets through.
   *
   * @return such as {@code one pass in 10 is captured}
   */
  public synchronized String state() {
    return switch (INTERVALS[level]) {
      case 0 -> "nothing is captured";
      case 1 -> "every pass is captured";
      default -> "one pass in %d is captured".formatted(INTERVALS[level]);
    };
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }
}
