// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

/**
 * What the making of one model's twins may still cost.
 *
 * <p>A call of an unknown receiver may run any method of that name, and one of an interface that of
 * any class, so a small file can describe an enormous graph. Steps are counted and not seconds, so
 * that the same file is refused everywhere.
 */
final class Effort {
  /** Ten thousand classes, and each method of a hundred interfaces that they might have. */
  private static final long MOST_STEPS = 30_000_000;

  private static final long MOST_PAIRS = 2_000_000;

  /** What one pair takes in memory, and a share of the heap that pairs may take. */
  private static final long PAIR_SHARE = 1024;

  private final long mostPairs =
      Math.min(MOST_PAIRS, Runtime.getRuntime().maxMemory() / PAIR_SHARE);
  private long steps;
  private long pairs;

  /** Counts steps that are about to be made. */
  void spend(long more) {
    steps += more;
    if (steps > MOST_STEPS) {
      throw new TwinLimitException("its calls would take too long to follow");
    }
  }

  /** Counts routines that one call may run. */
  void pairs(int more) {
    pairs += more;
    if (pairs > mostPairs) {
      throw new TwinLimitException(
          "its calls have more than %,d possible targets".formatted(mostPairs));
    }
  }
}
