// SPDX-License-Identifier: Apache-2.0
package dev.layertap.diff;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What two captures are to each other.
 *
 * @param a the first file
 * @param b the second, which is what was expected
 * @param places every array of either, in order of execution
 * @param isOrderKnown whether the order is that of execution: if both files stand in the order of
 *     names nobody can tell
 * @param isCommonOnly whether arrays that only one file has are no difference
 */
public record DiffReport(
    Path a, Path b, List<PlaceDiff> places, boolean isOrderKnown, boolean isCommonOnly) {

  /**
   * Takes a report.
   *
   * @param a the first file
   * @param b the second
   * @param places every array of either
   * @param isOrderKnown whether the order is that of execution
   * @param isCommonOnly whether arrays that only one file has are no difference
   */
  public DiffReport {
    places = List.copyOf(places);
  }

  /**
   * Returns the first place where the captures part.
   *
   * @return the first that both have and that is not the same
   */
  public Optional<PlaceDiff> first() {
    return places.stream().filter(PlaceDiff::parts).findFirst();
  }

  /**
   * Returns whether nothing differs.
   *
   * @return true if all that must be the same is, and anything was compared at all
   */
  public boolean isSame() {
    boolean isComplete = isCommonOnly || places.stream().allMatch(PlaceDiff::isInBoth);
    return isComplete && first().isEmpty() && (places.isEmpty() || hasCommon());
  }

  /**
   * Returns whether there is anything that both files have.
   *
   * @return true if an array of the one has the name of an array of the other
   */
  public boolean hasCommon() {
    return places.stream().anyMatch(PlaceDiff::isInBoth);
  }

  /**
   * Counts the places with a result.
   *
   * @param result the result
   * @return how many there are
   */
  public long count(PlaceDiff.Result result) {
    return places.stream().filter(place -> place.result() == result).count();
  }
}
