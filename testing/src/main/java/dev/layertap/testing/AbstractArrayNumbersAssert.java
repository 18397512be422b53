// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import static dev.layertap.testing.error.ShouldBeBetween.shouldBeBetween;
import static dev.layertap.testing.error.ShouldBeFinite.shouldBeFinite;
import static dev.layertap.testing.error.ShouldBeReadable.shouldBeReadable;
import static dev.layertap.testing.error.ShouldHaveLiveChannels.shouldHaveLiveChannels;
import static dev.layertap.testing.error.ShouldHaveMeasure.shouldHaveMeasure;

import dev.layertap.compare.Elements;
import dev.layertap.testing.error.ShouldHaveLiveChannels.Channel;
import dev.layertap.value.Statistics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on the elements of an array, and on numbers about them.
 *
 * @param <SELF> the type of the assertion itself
 * @param <ACTUAL> what is asserted on
 */
public abstract class AbstractArrayNumbersAssert<
        SELF extends AbstractArrayNumbersAssert<SELF, ACTUAL>, ACTUAL>
    extends AbstractArrayShapeAssert<SELF, ACTUAL> {
  AbstractArrayNumbersAssert(@Nullable ACTUAL actual, Class<?> selfType) {
    super(actual, selfType);
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
    Arguments.range(minimum, maximum);
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
    Arguments.range(minimum, maximum);
    return found >= minimum && found <= maximum
        ? myself
        : failing(shouldHaveMeasure(label(), measure, minimum, maximum, found));
  }
}
