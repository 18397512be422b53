// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import static dev.layertap.testing.error.ShouldBeBetween.shouldBeBetween;
import static dev.layertap.testing.error.ShouldBeFinite.shouldBeFinite;
import static dev.layertap.testing.error.ShouldBeOnDevice.shouldBeOnDevice;
import static dev.layertap.testing.error.ShouldBeReadable.shouldBeReadable;
import static dev.layertap.testing.error.ShouldHaveCosineSimilarity.shouldHaveCosineSimilarity;
import static dev.layertap.testing.error.ShouldHaveDataType.shouldHaveDataType;
import static dev.layertap.testing.error.ShouldHaveLiveChannels.shouldHaveLiveChannels;
import static dev.layertap.testing.error.ShouldHaveMeasure.shouldHaveMeasure;
import static dev.layertap.testing.error.ShouldHaveShape.shouldHaveShape;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.layertap.Activation;
import dev.layertap.LayertapException;
import dev.layertap.compare.Elements;
import dev.layertap.compare.Tolerance;
import dev.layertap.testing.error.Labels;
import dev.layertap.testing.error.ShouldHaveLiveChannels.Channel;
import dev.layertap.value.Statistics;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on an array, wherever it comes from.
 *
 * @param <SELF> the type of the assertion itself
 * @param <ACTUAL> what is asserted on
 */
public abstract class AbstractArrayAssert<SELF extends AbstractArrayAssert<SELF, ACTUAL>, ACTUAL>
    extends AbstractAssert<SELF, ACTUAL> {
  /** An axis of any length, for {@link #hasShape(long...)}. */
  public static final long ANY = -1;

  AbstractArrayAssert(@Nullable ACTUAL actual, Class<?> selfType) {
    super(actual, selfType);
  }

  /** What it is called in messages. */
  abstract String label();

  abstract NDArray array();

  /**
   * All arrays by their place in the value; one array without structure has the place {@code ""}.
   */
  abstract Map<String, NDArray> arrays();

  abstract Shape shape();

  abstract DataType dataType();

  abstract Statistics statistics();

  /** Whether there are elements to show, and not only numbers about them. */
  abstract boolean hasElements();

  /** Reads, and fails the assertion with Layertap's own words if that is not possible. */
  <T> T read(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (LayertapException | IllegalArgumentException e) {
      throw assertionError(shouldBeReadable(String.valueOf(e.getMessage())));
    }
  }

  Elements elements() {
    return read(() -> Elements.of(array()));
  }

  SELF failing(ErrorMessageFactory message) {
    throwAssertionError(message);
    return myself;
  }

  /**
   * Verifies the shape.
   *
   * <pre>{@code
   * // passes for an array of shape (2, 256, 14, 14)
   * assertThat(activation).hasShape(2, 256, 14, 14);
   * assertThat(activation).hasShape(ANY, 256, 14, 14);
   * // fails
   * assertThat(activation).hasShape(256, 14, 14);
   * }</pre>
   *
   * @param axes the length of each axis, {@link #ANY} for one of any length; none for a scalar
   * @return this assertion
   * @throws AssertionError if the array has another shape
   */
  public SELF hasShape(long... axes) {
    isNotNull();
    long[] found = shape().getShape();
    boolean fits = found.length == axes.length;
    for (int i = 0; fits && i < axes.length; i++) {
      fits = axes[i] == ANY || axes[i] == found[i];
    }
    return fits ? myself : failing(shouldHaveShape(label(), shape(), written(axes)));
  }

  private static String written(long[] axes) {
    return Arrays.stream(axes)
        .mapToObj(axis -> axis == ANY ? "?" : Long.toString(axis))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /**
   * Verifies the shape.
   *
   * <pre>{@code
   * // passes for an array of shape (2, 256, 14, 14)
   * assertThat(activation).hasShape(new Shape(2, 256, 14, 14));
   * // fails
   * assertThat(activation).hasShape(new Shape(2, 256));
   * }</pre>
   *
   * @param expected the shape; an axis of -1 may have any length
   * @return this assertion
   * @throws AssertionError if the array has another shape
   */
  public SELF hasShape(Shape expected) {
    return hasShape(expected.getShape());
  }

  /**
   * Verifies the type of the elements.
   *
   * <pre>{@code
   * // passes for an array of float32
   * assertThat(activation).hasDataType(DataType.FLOAT32);
   * // fails
   * assertThat(activation).hasDataType(DataType.FLOAT16);
   * }</pre>
   *
   * @param expected the type
   * @return this assertion
   * @throws AssertionError if the elements have another type
   */
  public SELF hasDataType(DataType expected) {
    isNotNull();
    return dataType() == expected
        ? myself
        : failing(shouldHaveDataType(label(), dataType(), expected));
  }

  /**
   * Verifies where the array is.
   *
   * <pre>{@code
   * // passes for an array on the processor
   * assertThat(activation).isOnDevice(Device.cpu());
   * // fails
   * assertThat(activation).isOnDevice(Device.gpu());
   * }</pre>
   *
   * @param expected the device
   * @return this assertion
   * @throws AssertionError if it is on another device
   */
  public SELF isOnDevice(Device expected) {
    isNotNull();
    Device found = array().getDevice();
    return found.equals(expected) ? myself : failing(shouldBeOnDevice(label(), found, expected));
  }

  /**
   * Verifies that no element is NaN or infinite.
   *
   * <pre>{@code
   * // passes for [1.0, 2.0], and for an empty array
   * assertThat(array).isFinite();
   * // fails for [1.0, NaN]
   * assertThat(array).isFinite();
   * }</pre>
   *
   * @return this assertion
   * @throws AssertionError if an element is not finite
   */
  public SELF isFinite() {
    isNotNull();
    Statistics numbers = statistics();
    if (numbers.nan() + numbers.infinite() == 0) {
      return myself;
    }
    if (!hasElements()) {
      return failing(shouldBeFinite(label(), numbers));
    }
    Elements elements = elements();
    int first = 0;
    while (Double.isFinite(elements.at(first))) {
      first++;
    }
    return failing(shouldBeFinite(label(), numbers, elements, first));
  }

  /**
   * Verifies that every element is in a range; NaN never is.
   *
   * <pre>{@code
   * // passes for [0.0, 0.5]
   * assertThat(array).isBetween(0, 1);
   * // fails for [0.0, 1.5]
   * assertThat(array).isBetween(0, 1);
   * }</pre>
   *
   * @param minimum the smallest element that is allowed
   * @param maximum the largest element that is allowed
   * @return this assertion
   * @throws AssertionError if an element is outside
   */
  public SELF isBetween(double minimum, double maximum) {
    isNotNull();
    if (!hasElements()) {
      Statistics numbers = statistics();
      boolean inside =
          numbers.count() == 0
              || (numbers.nan() + numbers.infinite() == 0
                  && numbers.minimum() >= minimum
                  && numbers.maximum() <= maximum);
      return inside ? myself : failing(shouldBeBetween(label(), minimum, maximum, numbers));
    }
    Elements elements = elements();
    int first = -1;
    int outside = 0;
    for (int i = 0; i < elements.size(); i++) {
      double element = elements.at(i);
      if (!(element >= minimum && element <= maximum)) {
        first = outside++ == 0 ? i : first;
      }
    }
    return outside == 0
        ? myself
        : failing(shouldBeBetween(label(), minimum, maximum, elements, first, outside));
  }

  /**
   * Verifies the mean of the finite elements.
   *
   * <pre>{@code
   * // passes for [1.0, 3.0]
   * assertThat(array).hasMeanBetween(1.9, 2.1);
   * // fails for [1.0, 3.0]
   * assertThat(array).hasMeanBetween(-0.1, 0.1);
   * }</pre>
   *
   * @param minimum the smallest mean that is allowed
   * @param maximum the largest mean that is allowed
   * @return this assertion
   * @throws AssertionError if the mean is outside, or there is no finite element
   */
  public SELF hasMeanBetween(double minimum, double maximum) {
    isNotNull();
    return hasMeasure("mean", minimum, maximum, statistics().mean());
  }

  /**
   * Verifies the standard deviation of the finite elements, that of a population.
   *
   * <pre>{@code
   * // passes for [1.0, 3.0]
   * assertThat(array).hasStandardDeviationBetween(0.9, 1.1);
   * // fails for [2.0, 2.0]
   * assertThat(array).hasStandardDeviationBetween(0.9, 1.1);
   * }</pre>
   *
   * @param minimum the smallest deviation that is allowed
   * @param maximum the largest deviation that is allowed
   * @return this assertion
   * @throws AssertionError if the deviation is outside, or there is no finite element
   */
  public SELF hasStandardDeviationBetween(double minimum, double maximum) {
    isNotNull();
    return hasMeasure("standard deviation", minimum, maximum, statistics().standardDeviation());
  }

  /**
   * Verifies the share of zeros: of dead units, behind a ReLU.
   *
   * <pre>{@code
   * // passes for [0.0, 1.0, 2.0, 0.0]
   * assertThat(array).hasZeroShareBetween(0.1, 0.9);
   * // fails for [0.0, 0.0, 0.0, 0.0]
   * assertThat(array).hasZeroShareBetween(0.1, 0.9);
   * }</pre>
   *
   * @param minimum the smallest share that is allowed, from 0 to 1
   * @param maximum the largest share that is allowed, from 0 to 1
   * @return this assertion
   * @throws AssertionError if the share is outside, or the array is empty
   */
  public SELF hasZeroShareBetween(double minimum, double maximum) {
    isNotNull();
    Statistics numbers = statistics();
    return hasMeasure(
        "share of zeros", minimum, maximum, numbers.zero() / (double) numbers.count());
  }

  /**
   * Verifies that no channel, on axis 1, is all zero.
   *
   * <pre>{@code
   * // passes for [[0.0, 1.0], [2.0, 0.0]]
   * assertThat(array).hasNoDeadChannels();
   * // fails for [[0.0, 1.0], [0.0, 2.0]]: channel 0 is dead
   * assertThat(array).hasNoDeadChannels();
   * }</pre>
   *
   * @return this assertion
   * @throws AssertionError if a channel is all zero, or there is no axis 1
   */
  public SELF hasNoDeadChannels() {
    return hasZeroShareInEachChannelBelow(1, 1);
  }

  /**
   * Verifies that each channel has less than a share of zeros.
   *
   * <pre>{@code
   * // passes for [[0.0, 1.0], [2.0, 3.0]]
   * assertThat(array).hasZeroShareInEachChannelBelow(0.6, 1);
   * // fails for [[0.0, 1.0], [0.0, 3.0]]: channel 0 has a share of 1
   * assertThat(array).hasZeroShareInEachChannelBelow(0.6, 1);
   * }</pre>
   *
   * @param share the share that is too much, up to 1
   * @param axis the axis that the channels are on
   * @return this assertion
   * @throws AssertionError if a channel has that many zeros, or there is no such axis
   */
  public SELF hasZeroShareInEachChannelBelow(double share, int axis) {
    isNotNull();
    Elements elements = elements();
    if (axis < 0 || axis >= elements.shape().dimension()) {
      return failing(shouldBeReadable("%s has no axis %d.".formatted(label(), axis)));
    }
    List<Channel> dead =
        Channels.on(axis, elements).stream()
            .filter(one -> one.zeros() >= share * one.count())
            .toList();
    return dead.isEmpty()
        ? myself
        : failing(shouldHaveLiveChannels(label(), axis, elements.shape().get(axis), share, dead));
  }

  /**
   * Verifies the Euclidean norm of all elements.
   *
   * <pre>{@code
   * // passes for [3.0, 4.0]
   * assertThat(array).hasNormBetween(4.9, 5.1);
   * // fails for [0.0, 0.0]
   * assertThat(array).hasNormBetween(4.9, 5.1);
   * }</pre>
   *
   * @param minimum the smallest norm that is allowed
   * @param maximum the largest norm that is allowed
   * @return this assertion
   * @throws AssertionError if the norm is outside, or not a number
   */
  public SELF hasNormBetween(double minimum, double maximum) {
    isNotNull();
    return hasMeasure("norm", minimum, maximum, Vectors.norm(elements()));
  }

  private SELF hasMeasure(String measure, double minimum, double maximum, double found) {
    return found >= minimum && found <= maximum
        ? myself
        : failing(shouldHaveMeasure(label(), measure, minimum, maximum, found));
  }

  /**
   * Verifies that the array points in the direction of another, taken as vectors.
   *
   * <pre>{@code
   * // passes for [1.0, 2.0] and [2.0, 4.0]
   * assertThat(array).hasCosineSimilarityTo(other, 0.999);
   * // fails for [1.0, 0.0] and [0.0, 1.0]
   * assertThat(array).hasCosineSimilarityTo(other, 0.999);
   * }</pre>
   *
   * @param expected the other one, with as many elements
   * @param atLeast the smallest similarity that is allowed, up to 1
   * @return this assertion
   * @throws AssertionError if the similarity is smaller, or one of them has no direction
   */
  public SELF hasCosineSimilarityTo(NDArray expected, double atLeast) {
    isNotNull();
    return similar(Labels.of(expected), expected, atLeast);
  }

  /**
   * Verifies that the array points in the direction of an activation's, taken as vectors.
   *
   * <pre>{@code
   * // passes for [1.0, 2.0] and [2.0, 4.0]
   * assertThat(activation).hasCosineSimilarityTo(other, 0.999);
   * // fails for [1.0, 0.0] and [0.0, 1.0]
   * assertThat(activation).hasCosineSimilarityTo(other, 0.999);
   * }</pre>
   *
   * @param expected the other one, with as many elements
   * @param atLeast the smallest similarity that is allowed, up to 1
   * @return this assertion
   * @throws AssertionError if the similarity is smaller, or one of them has no direction
   */
  public SELF hasCosineSimilarityTo(Activation expected, double atLeast) {
    isNotNull();
    return similar(label(expected), read(expected::array), atLeast);
  }

  private SELF similar(String name, NDArray expected, double atLeast) {
    Elements found = elements();
    Elements wanted = read(() -> Elements.of(expected));
    if (found.size() != wanted.size()) {
      return failing(Closeness.shapesDiffer(label(), name, array(), expected));
    }
    double similarity = Vectors.cosine(found, wanted);
    return similarity >= atLeast
        ? myself
        : failing(shouldHaveCosineSimilarity(label(), name, atLeast, similarity));
  }

  /**
   * Verifies that every element is close to another array's, as PyTorch's {@code assert_close} does
   * with its own tolerances for the type.
   *
   * <pre>{@code
   * // passes for [1.0] and [1.000001]
   * assertThat(array).isCloseTo(other);
   * // fails for [1.0] and [1.001], for other shapes and for other types
   * assertThat(array).isCloseTo(other);
   * }</pre>
   *
   * @param expected the other array
   * @return this assertion
   * @throws AssertionError if shapes or types differ, or elements are not close
   */
  public SELF isCloseTo(NDArray expected) {
    return isCloseTo(expected, Tolerance.standard(expected.getDataType()));
  }

  /**
   * Verifies that every element is close to another array's.
   *
   * <pre>{@code
   * // passes for [1.0] and [1.001]
   * assertThat(array).isCloseTo(other, Tolerance.absolute(0.01));
   * // fails for [1.0] and [1.1], for other shapes and for other types
   * assertThat(array).isCloseTo(other, Tolerance.absolute(0.01));
   * }</pre>
   *
   * @param expected the other array
   * @param tolerance what is close enough
   * @return this assertion
   * @throws AssertionError if shapes or types differ, or elements are not close
   */
  public SELF isCloseTo(NDArray expected, Tolerance tolerance) {
    isNotNull();
    return check(
        read(
            () ->
                Closeness.of(
                    label(), arrays(), Labels.of(expected), Map.of("", expected), tolerance)));
  }

  /**
   * Verifies that every element is close to another activation's, as PyTorch's {@code assert_close}
   * does with its own tolerances for the type.
   *
   * <pre>{@code
   * // passes for [1.0] and [1.000001]
   * assertThat(activation).isCloseTo(other);
   * // fails for [1.0] and [1.001], for other shapes and for other types
   * assertThat(activation).isCloseTo(other);
   * }</pre>
   *
   * @param expected the other activation; of several arrays each is compared
   * @return this assertion
   * @throws AssertionError if shapes or types differ, or elements are not close
   */
  public SELF isCloseTo(Activation expected) {
    isNotNull();
    return check(
        read(
            () ->
                Closeness.of(
                    label(), arrays(), label(expected), ActivationAssert.arrays(expected))));
  }

  /**
   * Verifies that every element is close to another activation's.
   *
   * <pre>{@code
   * // passes for [1.0] and [1.001]
   * assertThat(activation).isCloseTo(other, Tolerance.absolute(0.01));
   * // fails for [1.0] and [1.1], for other shapes and for other types
   * assertThat(activation).isCloseTo(other, Tolerance.absolute(0.01));
   * }</pre>
   *
   * @param expected the other activation; of several arrays each is compared
   * @param tolerance what is close enough
   * @return this assertion
   * @throws AssertionError if shapes or types differ, or elements are not close
   */
  public SELF isCloseTo(Activation expected, Tolerance tolerance) {
    isNotNull();
    return check(
        read(
            () ->
                Closeness.of(
                    label(),
                    arrays(),
                    label(expected),
                    ActivationAssert.arrays(expected),
                    tolerance)));
  }

  /**
   * Verifies that every element has the same bits as another array's: a NaN equals the same NaN,
   * and 0.0 does not equal -0.0.
   *
   * <pre>{@code
   * // passes for [1.0, NaN] and [1.0, NaN]
   * assertThat(array).isBitwiseEqualTo(other);
   * // fails for [0.0] and [-0.0]
   * assertThat(array).isBitwiseEqualTo(other);
   * }</pre>
   *
   * @param expected the other array
   * @return this assertion
   * @throws AssertionError if shapes, types or bits differ
   */
  public SELF isBitwiseEqualTo(NDArray expected) {
    isNotNull();
    return check(
        read(
            () -> Closeness.bitwise(label(), arrays(), Labels.of(expected), Map.of("", expected))));
  }

  /**
   * Verifies that every element has the same bits as another activation's: a NaN equals the same
   * NaN, and 0.0 does not equal -0.0.
   *
   * <pre>{@code
   * // passes for [1.0, NaN] and [1.0, NaN]
   * assertThat(activation).isBitwiseEqualTo(other);
   * // fails for [0.0] and [-0.0]
   * assertThat(activation).isBitwiseEqualTo(other);
   * }</pre>
   *
   * @param expected the other activation; of several arrays each is compared
   * @return this assertion
   * @throws AssertionError if shapes, types or bits differ
   */
  public SELF isBitwiseEqualTo(Activation expected) {
    isNotNull();
    return check(
        read(
            () ->
                Closeness.bitwise(
                    label(), arrays(), label(expected), ActivationAssert.arrays(expected))));
  }

  /**
   * Verifies that the array is not bit for bit another: its shape, its type or an element differs.
   *
   * <pre>{@code
   * // passes for [1.0] and [2.0]
   * assertThat(array).differsFrom(other);
   * // fails for [1.0] and [1.0]
   * assertThat(array).differsFrom(other);
   * }</pre>
   *
   * @param other the other array
   * @return this assertion
   * @throws AssertionError if they are the same
   */
  public SELF differsFrom(NDArray other) {
    isNotNull();
    return differs(Labels.of(other), Map.of("", other), null);
  }

  /**
   * Verifies that the array is not close to another: its shape, its type or an element differs by
   * more than a tolerance.
   *
   * <pre>{@code
   * // passes for [1.0] and [2.0]
   * assertThat(array).differsFrom(other, Tolerance.absolute(0.1));
   * // fails for [1.0] and [1.01]
   * assertThat(array).differsFrom(other, Tolerance.absolute(0.1));
   * }</pre>
   *
   * @param other the other array
   * @param tolerance what is no difference
   * @return this assertion
   * @throws AssertionError if they are close
   */
  public SELF differsFrom(NDArray other, Tolerance tolerance) {
    isNotNull();
    return differs(Labels.of(other), Map.of("", other), tolerance);
  }

  /**
   * Verifies that the array is not bit for bit another activation's.
   *
   * <pre>{@code
   * // passes for [1.0] and [2.0]
   * assertThat(activation).differsFrom(other);
   * // fails for [1.0] and [1.0]
   * assertThat(activation).differsFrom(other);
   * }</pre>
   *
   * @param other the other activation
   * @return this assertion
   * @throws AssertionError if they are the same
   */
  public SELF differsFrom(Activation other) {
    isNotNull();
    return differs(label(other), read(() -> ActivationAssert.arrays(other)), null);
  }

  /**
   * Verifies that the array is not close to another activation's.
   *
   * <pre>{@code
   * // passes for [1.0] and [2.0]
   * assertThat(activation).differsFrom(other, Tolerance.absolute(0.1));
   * // fails for [1.0] and [1.01]
   * assertThat(activation).differsFrom(other, Tolerance.absolute(0.1));
   * }</pre>
   *
   * @param other the other activation
   * @param tolerance what is no difference
   * @return this assertion
   * @throws AssertionError if they are close
   */
  public SELF differsFrom(Activation other, Tolerance tolerance) {
    isNotNull();
    return differs(label(other), read(() -> ActivationAssert.arrays(other)), tolerance);
  }

  private SELF differs(String name, Map<String, NDArray> other, @Nullable Tolerance tolerance) {
    return check(read(() -> Closeness.differ(label(), arrays(), name, other, tolerance)));
  }

  private String label(Activation other) {
    return read(() -> Labels.of(other, other.value().leaves()));
  }

  private SELF check(Optional<ErrorMessageFactory> failure) {
    return failure.isPresent() ? failing(failure.get()) : myself;
  }
}
