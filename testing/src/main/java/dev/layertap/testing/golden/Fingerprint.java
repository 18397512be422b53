// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.layertap.compare.Comparison;
import dev.layertap.compare.Elements;
import dev.layertap.compare.Tolerance;
import dev.layertap.value.Statistics;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a large array: three small ones, under its key and an ending.
 *
 * <p>{@code ~shape}, int64: how many axes there are, and their lengths. {@code ~statistics},
 * float64: count, mean, standard deviation, minimum, maximum, and how many are NaN, infinite and
 * zero. {@code ~samples}, of the array's own type: up to 64 elements, evenly spread.
 */
final class Fingerprint {
  static final String SHAPE = "~shape";
  static final String STATISTICS = "~statistics";
  static final String SAMPLES = "~samples";
  static final List<String> ENDINGS = List.of(SHAPE, STATISTICS, SAMPLES);

  private static final int MOST_SAMPLES = 64;

  /** One of the statistics, and where it stands among them. */
  private record Numeral(int at, String name, boolean counts) {}

  private static final Numeral COUNT = new Numeral(0, "number of elements", true);
  private static final Numeral MEAN = new Numeral(1, "mean", false);
  private static final Numeral DEVIATION = new Numeral(2, "standard deviation", false);
  private static final Numeral MINIMUM = new Numeral(3, "minimum", false);
  private static final Numeral MAXIMUM = new Numeral(4, "maximum", false);
  private static final Numeral NAN = new Numeral(5, "number of NaN", true);
  private static final Numeral INFINITE = new Numeral(6, "number of infinities", true);

  private Fingerprint() {}

  static Map<String, NDArray> of(String key, NDArray array, NDManager manager) {
    Map<String, NDArray> small = new LinkedHashMap<>();
    small.put(key + SHAPE, manager.create(shape(array.getShape())));
    small.put(key + STATISTICS, manager.create(numbers(Statistics.of(array))));
    if (array.size() > 0) {
      small.put(key + SAMPLES, Elements.of(array).sampled(MOST_SAMPLES).toArray(manager));
    }
    return small;
  }

  private static long[] shape(Shape shape) {
    long[] axes = shape.getShape();
    long[] written = new long[axes.length + 1];
    written[0] = axes.length;
    System.arraycopy(axes, 0, written, 1, axes.length);
    return written;
  }

  private static double[] numbers(Statistics all) {
    return new double[] {
      all.count(),
      all.mean(),
      all.standardDeviation(),
      all.minimum(),
      all.maximum(),
      all.nan(),
      all.infinite(),
      all.zero()
    };
  }

  /** What of the fingerprint is not close, if something is. Zeros may come and go. */
  static Optional<String> difference(
      String key, NDArray actual, Map<String, NDArray> file, Tolerance tolerance) {
    Optional<String> shape = shapeDifference(actual, file.get(key + SHAPE));
    if (shape.isPresent()) {
      return shape;
    }
    NDArray samples = file.get(key + SAMPLES);
    if (samples != null && samples.getDataType() != actual.getDataType()) {
      return Optional.of(
          "its type is %s, expected %s".formatted(actual.getDataType(), samples.getDataType()));
    }
    Optional<String> sampled =
        samples == null ? Optional.empty() : sampled(actual, samples, tolerance);
    return sampled.isPresent()
        ? sampled
        : statistics(actual, file.get(key + STATISTICS), tolerance);
  }

  private static Optional<String> shapeDifference(NDArray actual, @Nullable NDArray written) {
    if (written == null) {
      return Optional.empty();
    }
    long[] found = shape(actual.getShape());
    long[] expected = written.toLongArray();
    if (Arrays.equals(found, expected)) {
      return Optional.empty();
    }
    Shape wanted = new Shape(Arrays.copyOfRange(expected, 1, expected.length));
    return Optional.of("its shape is %s, expected %s".formatted(actual.getShape(), wanted));
  }

  private static Optional<String> sampled(NDArray actual, NDArray samples, Tolerance tolerance) {
    Elements all = Elements.of(actual);
    Elements found = all.sampled(MOST_SAMPLES);
    Elements expected = Elements.of(samples);
    if (found.size() != expected.size()) {
      return Optional.of("it has %d samples, expected %d".formatted(found.size(), expected.size()));
    }
    Comparison comparison = Comparison.within(tolerance, found, expected);
    return comparison
        .first()
        .map(
            first ->
                "%d of its %d sampled elements differ by more than %s. The first is that at %s: %s, expected %s"
                    .formatted(
                        comparison.differing(),
                        comparison.count(),
                        tolerance,
                        all.position(all.sampleIndex(first.index(), found.size())),
                        first.actual(),
                        first.expected()));
  }

  private static Optional<String> statistics(
      NDArray actual, @Nullable NDArray written, Tolerance tolerance) {
    if (written == null) {
      return Optional.empty();
    }
    double[] found = numbers(Statistics.of(actual));
    double[] expected = written.toDoubleArray();
    // One NaN moves the mean too, and says more.
    for (Numeral number : List.of(COUNT, NAN, INFINITE, MEAN, DEVIATION, MINIMUM, MAXIMUM)) {
      double is = found[number.at()];
      double was = expected[number.at()];
      if (number.counts() && is != was) {
        return Optional.of("its %s is %.0f, expected %.0f".formatted(number.name(), is, was));
      }
      if (!number.counts() && !tolerance.allows(is, was, actual.getDataType())) {
        return Optional.of(
            "its %s is %s, expected %s within %s".formatted(number.name(), is, was, tolerance));
      }
    }
    return Optional.empty();
  }
}
