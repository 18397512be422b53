// SPDX-License-Identifier: Apache-2.0
package dev.layertap.diff;

import ai.djl.ndarray.types.DataType;
import dev.layertap.compare.Comparison;
import dev.layertap.compare.Tolerance;
import dev.layertap.diff.PlaceDiff.Result;
import dev.layertap.file.ArrayKey;
import dev.layertap.file.StoredArray;
import dev.layertap.file.StoredArrays;
import dev.layertap.text.NearestNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Compares two captures in files, array by array and in order of execution, so that the first place
 * where they part is where to look.
 *
 * <pre>{@code
 * DiffReport report = CaptureDiff.of(java, python).relative(1e-4).rename("model.", "").compare();
 * report.first().ifPresent(place -> System.out.println(place.key()));
 * }</pre>
 *
 * <p>The files may come from {@link dev.layertap.CaptureScope#save}, from the command line, or from
 * another framework. No engine is started, and never more than one array of each file is in memory.
 */
public final class CaptureDiff {
  private final Path a;
  private final Path b;
  private final List<Renaming> renamings = new ArrayList<>();
  private OptionalDouble relative = OptionalDouble.empty();
  private OptionalDouble absolute = OptionalDouble.empty();
  private boolean isStrict;
  private boolean isCommonOnly;

  private CaptureDiff(Path a, Path b) {
    this.a = a;
    this.b = b;
  }

  /**
   * Names the files.
   *
   * @param a an {@code .npz} or {@code .safetensors} file
   * @param b the one with what is expected
   * @return a comparison within {@link Tolerance#standard(DataType, DataType)}, in which a NaN
   *     equals a NaN at the same place
   */
  public static CaptureDiff of(Path a, Path b) {
    return new CaptureDiff(a, b);
  }

  /**
   * Allows a distance in proportion to what is expected, for all types.
   *
   * @param share the largest allowed {@code |a - b| / |b|}
   * @return this
   * @throws IllegalArgumentException if it is negative
   */
  public CaptureDiff relative(double share) {
    Tolerance.relative(share);
    relative = OptionalDouble.of(share);
    return this;
  }

  /**
   * Allows a distance, for all types; it adds to the relative one.
   *
   * @param distance the largest allowed {@code |a - b|}
   * @return this
   * @throws IllegalArgumentException if it is negative
   */
  public CaptureDiff absolute(double distance) {
    Tolerance.absolute(distance);
    absolute = OptionalDouble.of(distance);
    return this;
  }

  /**
   * Renames places, in both files. Of several renamings the first that fits a place counts.
   *
   * @param from a path; or, ending with a dot, the beginning of paths; {@code .} is the model
   *     itself
   * @param to what it becomes; after a beginning also one with a dot at its end, or nothing
   * @return this
   * @throws IllegalArgumentException if the two do not go together
   */
  public CaptureDiff rename(String from, String to) {
    renamings.add(Renaming.of(from, to));
    return this;
  }

  /**
   * Takes another type for a difference, even where the elements are close.
   *
   * @return this
   */
  public CaptureDiff strictTypes() {
    isStrict = true;
    return this;
  }

  /**
   * Takes what only one file has for no difference.
   *
   * @return this
   */
  public CaptureDiff commonOnly() {
    isCommonOnly = true;
    return this;
  }

  /**
   * Compares.
   *
   * @return what was found
   * @throws dev.layertap.file.ArrayFileException if a file is not there, damaged, or holds what is
   *     no number
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if a renaming fits nothing, or makes two places one
   */
  public DiffReport compare() throws IOException {
    try (StoredArrays left = StoredArrays.open(a);
        StoredArrays right = StoredArrays.open(b)) {
      Set<Renaming> used = new HashSet<>();
      NamedArrays ofA = NamedArrays.of(a, left.arrays(), renamings, used);
      NamedArrays ofB = NamedArrays.of(b, right.arrays(), renamings, used);
      requireUsed(used, left, right);
      boolean doesBLead = ofA.isSorted() && !ofB.isSorted();
      Set<ArrayKey> leading = (doesBLead ? ofB : ofA).arrays().keySet();
      Set<ArrayKey> other = (doesBLead ? ofA : ofB).arrays().keySet();
      List<PlaceDiff> places = new ArrayList<>();
      for (ArrayKey key : Alignment.merge(leading, other)) {
        places.add(
            place(
                key,
                Optional.ofNullable(ofA.arrays().get(key)),
                Optional.ofNullable(ofB.arrays().get(key)),
                left,
                right));
      }
      boolean isOrderKnown = !(ofA.isSorted() && ofB.isSorted() && places.size() > 1);
      return new DiffReport(a, b, places, isOrderKnown, isCommonOnly);
    }
  }

  private void requireUsed(Set<Renaming> used, StoredArrays left, StoredArrays right) {
    for (Renaming renaming : renamings) {
      if (!used.contains(renaming)) {
        List<String> paths =
            Stream.concat(left.arrays().stream(), right.arrays().stream())
                .map(array -> ArrayKey.parse(array.name()).path())
                .distinct()
                .toList();
        throw new IllegalArgumentException(
            "The renaming \"%s\" fits no name in %s or %s.%s"
                .formatted(renaming, a, b, NearestNames.didYouMean(renaming.from(), paths)));
      }
    }
  }

  private PlaceDiff place(
      ArrayKey key,
      Optional<StoredArray> inA,
      Optional<StoredArray> inB,
      StoredArrays left,
      StoredArrays right)
      throws IOException {
    if (inA.isEmpty() || inB.isEmpty()) {
      Result result = inB.isEmpty() ? Result.ONLY_IN_A : Result.ONLY_IN_B;
      return new PlaceDiff(key, inA, inB, result, Tolerance.none(), Optional.empty());
    }
    StoredArray one = inA.get();
    StoredArray other = inB.get();
    Tolerance tolerance = tolerance(one.type(), other.type());
    boolean hasSameShape = one.shape().equals(other.shape());
    if (!hasSameShape && one.shape().size() != other.shape().size()) {
      return new PlaceDiff(key, inA, inB, Result.SHAPE, tolerance, Optional.empty());
    }
    Comparison comparison =
        Comparison.within(
            tolerance.withEqualNan(), left.read(one.name()), right.read(other.name()));
    Result result =
        !hasSameShape
            ? Result.SHAPE
            : !comparison.isSame()
                ? Result.VALUES
                : isStrict && one.type() != other.type() ? Result.TYPE : Result.SAME;
    return new PlaceDiff(key, inA, inB, result, tolerance, Optional.of(comparison));
  }

  private Tolerance tolerance(DataType one, DataType other) {
    Tolerance tolerance = Tolerance.standard(one, other);
    tolerance = relative.isPresent() ? tolerance.plusRelative(relative.getAsDouble()) : tolerance;
    return absolute.isPresent() ? tolerance.plusAbsolute(absolute.getAsDouble()) : tolerance;
  }
}
