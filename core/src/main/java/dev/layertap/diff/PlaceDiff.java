// SPDX-License-Identifier: Apache-2.0
package dev.layertap.diff;

import dev.layertap.compare.Comparison;
import dev.layertap.compare.Tolerance;
import dev.layertap.file.ArrayKey;
import dev.layertap.file.StoredArray;
import java.util.Optional;

/**
 * One place in two captures.
 *
 * @param key what the array is called, once all is renamed
 * @param a the first file's array, if it has one
 * @param b the second's
 * @param result what came of it
 * @param tolerance what was close enough; a NaN was the same as a NaN at the same place besides
 * @param comparison what was found element by element; nothing if only one file has the array, or
 *     the two have different numbers of elements
 */
public record PlaceDiff(
    ArrayKey key,
    Optional<StoredArray> a,
    Optional<StoredArray> b,
    Result result,
    Tolerance tolerance,
    Optional<Comparison> comparison) {

  /** What two arrays are to each other. */
  public enum Result {
    /** The shape is the same, and each element is close enough. */
    SAME,
    /** The types differ, where that was said to matter; the elements are close enough. */
    TYPE,
    /** Elements differ. */
    VALUES,
    /** The shapes differ. */
    SHAPE,
    /** The second file has no such array. */
    ONLY_IN_A,
    /** The first file has no such array. */
    ONLY_IN_B
  }

  /**
   * Returns whether both files have it.
   *
   * @return true if they do
   */
  public boolean isInBoth() {
    return a.isPresent() && b.isPresent();
  }

  /**
   * Returns whether both files have it, and it is not the same.
   *
   * @return true if it is not
   */
  public boolean parts() {
    return isInBoth() && result != Result.SAME;
  }

  /**
   * Returns whether the types of the elements differ; that alone need not be a difference.
   *
   * @return true if they do
   */
  public boolean hasOtherType() {
    return isInBoth() && a.orElseThrow().type() != b.orElseThrow().type();
  }

  /**
   * Returns how large the largest error is beside the largest element of the second file's array.
   *
   * @return their ratio; 0 where nothing differs
   */
  public double relativeError() {
    double error = comparison.map(Comparison::largestError).orElse(0.0);
    double largest = comparison.map(Comparison::largestExpected).orElse(0.0);
    return error == 0 ? 0 : error / largest;
  }
}
