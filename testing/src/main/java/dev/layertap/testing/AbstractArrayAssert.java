// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import static dev.layertap.testing.error.ShouldHaveCosineSimilarity.shouldHaveCosineSimilarity;

import ai.djl.ndarray.NDArray;
import dev.layertap.Activation;
import dev.layertap.compare.Elements;
import dev.layertap.compare.Tolerance;
import dev.layertap.testing.error.Labels;
import dev.layertap.value.Value;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on an array, wherever it comes from: what it is, its numbers, and, here, how it
 * compares with another.
 *
 * @param <SELF> the type of the assertion itself
 * @param <ACTUAL> what is asserted on
 */
public abstract class AbstractArrayAssert<SELF extends AbstractArrayAssert<SELF, ACTUAL>, ACTUAL>
    extends AbstractArrayNumbersAssert<SELF, ACTUAL> {
  AbstractArrayAssert(@Nullable ACTUAL actual, Class<?> selfType) {
    super(actual, selfType);
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
    Arguments.given(expected, "The expected array");
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
    Arguments.given(expected, "The expected activation");
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
    isNotNull();
    Arguments.given(expected, "The expected array");
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
    Arguments.given(expected, "The expected array");
    return check(read(() -> Closeness.of(named(), named(expected), tolerance)));
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
   * @param expected the other activation; of several arrays each is compared, and so is each
   *     number, truth value and text beside them
   * @return this assertion
   * @throws AssertionError if shapes or types differ, or elements are not close
   */
  public SELF isCloseTo(Activation expected) {
    isNotNull();
    Arguments.given(expected, "The expected activation");
    return check(read(() -> Closeness.of(named(), named(expected), null)));
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
   * @param expected the other activation; of several arrays each is compared, and so is each
   *     number, truth value and text beside them
   * @param tolerance what is close enough
   * @return this assertion
   * @throws AssertionError if shapes or types differ, or elements are not close
   */
  public SELF isCloseTo(Activation expected, Tolerance tolerance) {
    isNotNull();
    Arguments.given(expected, "The expected activation");
    return check(read(() -> Closeness.of(named(), named(expected), tolerance)));
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
    Arguments.given(expected, "The expected array");
    return check(read(() -> Closeness.bitwise(named(), named(expected))));
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
   * @param expected the other activation; of several arrays each is compared, and so is each
   *     number, truth value and text beside them
   * @return this assertion
   * @throws AssertionError if shapes, types or bits differ
   */
  public SELF isBitwiseEqualTo(Activation expected) {
    isNotNull();
    Arguments.given(expected, "The expected activation");
    return check(read(() -> Closeness.bitwise(named(), named(expected))));
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
    Arguments.given(other, "The other array");
    return check(read(() -> Closeness.differ(named(), named(other), null)));
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
    Arguments.given(other, "The other array");
    return check(read(() -> Closeness.differ(named(), named(other), tolerance)));
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
    Arguments.given(other, "The other activation");
    return check(read(() -> Closeness.differ(named(), named(other), null)));
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
    Arguments.given(other, "The other activation");
    return check(read(() -> Closeness.differ(named(), named(other), tolerance)));
  }

  private Closeness.Named named() {
    return new Closeness.Named(label(), leaves());
  }

  private static Closeness.Named named(NDArray other) {
    return new Closeness.Named(Labels.of(other), Map.of("", new Value.Tensor(other)));
  }

  private Closeness.Named named(Activation other) {
    return new Closeness.Named(label(other), ActivationAssert.leaves(other));
  }

  private String label(Activation other) {
    return read(() -> Labels.of(other, other.value().leaves()));
  }

  private SELF check(Optional<ErrorMessageFactory> failure) {
    return failure.isPresent() ? failing(failure.get()) : myself;
  }
}
