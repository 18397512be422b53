// SPDX-License-Identifier: Apache-2.0
package dev.layertap.compare;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two arrays of one shape.
 *
 * @param count how many elements there are
 * @param differing how many differ
 * @param first the first that differs
 * @param worst the one that differs most; the first of several
 * @param largestError how far two elements lie apart at most, be they close enough or not; infinite
 *     where only one is a NaN, or they are infinities that differ
 * @param largestExpected the size of the largest finite element that was expected
 */
public record Comparison(
    int count,
    int differing,
    Optional<Mismatch> first,
    Optional<Mismatch> worst,
    double largestError,
    double largestExpected) {
  private static final double MAX = Double.MAX_VALUE;

  private interface Same {
    boolean at(int index);
  }

  /**
   * Compares within a tolerance.
   *
   * @param actual what was found
   * @param expected what was expected, of the same shape
   * @param tolerance what is close enough
   * @return what is not close
   */
  public static Comparison within(Tolerance tolerance, Elements actual, Elements expected) {
    return of(actual, expected, index -> tolerance.allows(index, actual, expected));
  }

  /**
   * Compares bit for bit: a NaN equals the same NaN, and 0.0 differs from -0.0.
   *
   * @param actual what was found
   * @param expected what was expected, of the same shape and type
   * @return what differs
   */
  public static Comparison bitwise(Elements actual, Elements expected) {
    return of(actual, expected, index -> actual.bits(index) == expected.bits(index));
  }

  private static Comparison of(Elements actual, Elements expected, Same same) {
    int differing = 0;
    int first = -1;
    int worst = -1;
    double worstDistance = -1;
    double largestError = 0;
    double largestExpected = 0;
    for (int i = 0; i < actual.size(); i++) {
      double distance = actual.distance(i, expected);
      double wanted = Math.abs(expected.at(i));
      largestExpected = wanted > largestExpected && wanted <= MAX ? wanted : largestExpected;
      if (same.at(i)) {
        largestError = distance > largestError ? distance : largestError; // a NaN is not
        continue;
      }
      differing++;
      first = first < 0 ? i : first;
      double comparable = Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance;
      if (comparable > worstDistance) {
        worst = i;
        worstDistance = comparable;
      }
    }
    return new Comparison(
        actual.size(),
        differing,
        at(first, actual, expected),
        at(worst, actual, expected),
        Math.max(largestError, worstDistance),
        largestExpected);
  }

  private static Optional<Mismatch> at(int index, Elements actual, Elements expected) {
    @Nullable Mismatch found = index < 0 ? null : Mismatch.at(index, actual, expected);
    return Optional.ofNullable(found);
  }

  /**
   * Returns whether nothing differs.
   *
   * @return true if the arrays are the same, as far as the comparison looks
   */
  public boolean isSame() {
    return differing == 0;
  }

  /**
   * Says how many differ, which, by how much, and what stands around the first.
   *
   * @return some lines
   */
  public String describe() {
    Mismatch one = first.orElseThrow();
    Mismatch other = worst.orElseThrow();
    return "%d of %d elements (%s).\n%s%s\nAround %s, %s"
        .formatted(
            differing,
            count,
            Percent.of(differing, count),
            one.index() == other.index() ? one.line("first and worst") : one.line("first"),
            one.index() == other.index() ? "" : "\n" + other.line("worst"),
            one.index() == other.index() ? "it" : "the first",
            one.excerpt());
  }
}
