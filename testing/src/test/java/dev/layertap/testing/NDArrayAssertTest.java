// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import static dev.layertap.testing.LayertapAssertions.ANY;
import static dev.layertap.testing.LayertapAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.layertap.Activation;
import dev.layertap.compare.Tolerance;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // some of it is about null
class NDArrayAssertTest {
  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray array(float... elements) {
    return manager.create(elements);
  }

  @Test
  void aShapeMayLeaveAxesOpen() {
    NDArray array = manager.zeros(new Shape(2, 3));
    assertThat(array).hasShape(2, 3).hasShape(ANY, 3).hasShape(new Shape(2, 3));
    assertThat(manager.create(1f)).hasShape();
    assertThat(Failures.of(() -> assertThat(array).hasShape(ANY, 4)))
        .isEqualTo(
            """
            Expecting
              (2, 3) float32
            to have the shape
              (?, 4)
            but it was
              (2, 3)""");
    assertThat(Failures.of(() -> assertThat(array).hasShape(2))).contains("(2)");
  }

  @Test
  void theTypeOfItsElementsIsVerified() {
    assertThat(array(1)).hasDataType(DataType.FLOAT32);
    assertThat(Failures.of(() -> assertThat(array(1)).hasDataType(DataType.INT8)))
        .isEqualTo(
            """
            Expecting
              (1) float32
            to have elements of type
              int8
            but they were
              float32""");
  }

  @Test
  void theDeviceIsVerified() {
    assertThat(array(1)).isOnDevice(Device.cpu());
    assertThat(Failures.of(() -> assertThat(array(1)).isOnDevice(Device.gpu(0))))
        .isEqualTo(
            """
            Expecting
              (1) float32
            to be on the device
              gpu(0)
            but it was on
              cpu()""");
  }

  @Test
  void nanAndInfinityAreNotFinite() {
    assertThat(array(1, 2)).isFinite();
    assertThat(array()).isFinite();
    assertThat(manager.create(new long[] {1})).isFinite();
    NDArray broken =
        manager.create(
            new float[] {1, 2, Float.NaN, 4, Float.NEGATIVE_INFINITY, 6}, new Shape(2, 3));
    assertThat(Failures.of(() -> assertThat(broken).isFinite()))
        .isEqualTo(
            """
            Expecting
              (2, 3) float32
            to be finite, but 1 of its 6 elements are NaN and 1 are infinite.
            The first, between its neighbours, at [0, 2]: 1.0 2.0 >NaN<""");
  }

  @Test
  void everyElementIsInItsRange() {
    assertThat(array(0, 0.5f, 1)).isBetween(0, 1);
    assertThat(array()).isBetween(0, 1);
    assertThat(Failures.of(() -> assertThat(array(0, 2, Float.NaN, -1)).isBetween(0, 1)))
        .isEqualTo(
            """
            Expecting all elements of
              (4) float32
            to be in the range
              [0.0, 1.0]
            but 3 of 4 are not (75 %).
            The first, between its neighbours, at [1]: 0.0 >2.0< NaN -1.0""");
  }

  @Test
  void numbersAboutTheArrayAreWithinBounds() {
    assertThat(array(1, 3)).hasMeanBetween(2, 2).hasStandardDeviationBetween(1, 1);
    assertThat(array(3, 4)).hasNormBetween(4.99, 5.01);
    assertThat(array(0, 0, 1, 2)).hasZeroShareBetween(0.5, 0.5);
    assertThat(Failures.of(() -> assertThat(array(1, 3)).hasMeanBetween(-1, 1)))
        .isEqualTo(
            """
            Expecting
              (2) float32
            to have a mean between
              -1.0 and 1.0
            but it was
              2.0""");
    assertThat(Failures.of(() -> assertThat(array(1)).hasStandardDeviationBetween(1, 2)))
        .contains("to have a standard deviation between\n  1.0 and 2.0\nbut it was\n  0.0");
    assertThat(Failures.of(() -> assertThat(array(0, 0)).hasNormBetween(1, 2)))
        .contains("to have a norm between");
    assertThat(Failures.of(() -> assertThat(array(0, 0)).hasZeroShareBetween(0, 0.9)))
        .contains("to have a share of zeros between\n  0.0 and 0.9\nbut it was\n  1.0");
    assertThat(Failures.of(() -> assertThat(array()).hasMeanBetween(-1, 1)))
        .endsWith("but it was\n  NaN");
  }

  @Test
  void aChannelThatIsAllZeroIsDead() {
    NDArray alive = manager.create(new float[] {0, 1, 2, 0}, new Shape(2, 2));
    NDArray dead = manager.create(new float[] {0, 1, 0, 0, 0, 2, 0, 3}, new Shape(1, 4, 2));
    assertThat(alive).hasNoDeadChannels();
    assertThat(Failures.of(() -> assertThat(dead).hasZeroShareInEachChannelBelow(0.5, 1)))
        .isEqualTo(
            """
            Expecting
              (1, 4, 2) float32
            to have less than a share of 0.5 zeros in each channel (axis 1), but 4 of 4 channels have as many:
              0 (50 %), 1 (100 %), 2 (50 %), 3 (50 %)""");
    assertThat(Failures.of(() -> assertThat(dead).hasNoDeadChannels()))
        .contains("but 1 of 4 channels have as many:\n  1 (100 %)");
    assertThat(Failures.of(() -> assertThat(array(0)).hasNoDeadChannels()))
        .isEqualTo("(1) float32 has no axis 1.");
  }

  @Test
  void directionsAreCompared() {
    assertThat(array(1, 2)).hasCosineSimilarityTo(array(2, 4), 0.999);
    assertThat(Failures.of(() -> assertThat(array(1, 0)).hasCosineSimilarityTo(array(0, 1), 0.9)))
        .isEqualTo(
            """
            Expecting
              (2) float32
            to have a cosine similarity to
              (2) float32
            of at least
              0.9
            but it was
              0.0""");
    assertThat(Failures.of(() -> assertThat(array(0, 0)).hasCosineSimilarityTo(array(0, 1), 0.9)))
        .endsWith("NaN: one of them is all zero, or not finite");
    assertThat(Failures.of(() -> assertThat(array(0)).hasCosineSimilarityTo(array(0, 1), 0.9)))
        .contains("but their shapes differ: (1), expected (2)");
  }

  @Test
  void whatIsNotCloseIsShownWithItsPlaceItsErrorsAndItsNeighbours() {
    NDArray actual = manager.arange(12f).reshape(2, 2, 3);
    NDArray expected = actual.duplicate();
    expected.setScalar(new NDIndex("0, 1, 0"), 4);
    expected.setScalar(new NDIndex("1, 1, 2"), 16);
    assertThat(actual).isCloseTo(expected, Tolerance.absolute(5));
    assertThat(Failures.of(() -> assertThat(actual).isCloseTo(expected, Tolerance.absolute(0.5))))
        .isEqualTo(
            """
            Expecting
              (2, 2, 3) float32
            to be close to
              (2, 2, 3) float32
            within 0.5 absolute, but they differ in 2 of 12 elements (16.67 %).
            The first at [0, 1, 0]: 3.0, expected 4.0; absolute error 1.00, relative error 0.250, 4194304 ULPs.
            The worst at [1, 1, 2]: 11.0, expected 16.0; absolute error 5.00, relative error 0.313, 5242880 ULPs.
            Around the first, from [0, 1, 0] to [0, 1, 2]:
              actual    >3.0< 4.0 5.0
              expected  >4.0< 4.0 5.0""");
  }

  @Test
  void oneMismatchIsFirstAndWorst() {
    assertThat(Failures.of(() -> assertThat(array(1, 2)).isCloseTo(array(1, Float.NaN))))
        .isEqualTo(
            """
            Expecting
              (2) float32
            to be close to
              (2) float32
            within 1.0E-5 absolute + 1.3E-6 relative, but they differ in 1 of 2 elements (50 %).
            The first and worst at [1]: 2.0, expected NaN; absolute error NaN, relative error NaN.
            Around it, from [0] to [1]:
              actual    1.0 >2.0<
              expected  1.0 >NaN<""");
  }

  @Test
  void shapesAndTypesAreComparedFirst() {
    NDArray one = array(1, 2);
    assertThat(Failures.of(() -> assertThat(one).isCloseTo(one.reshape(1, 2))))
        .isEqualTo(
            """
            Expecting
              (2) float32
            to be like
              (1, 2) float32
            but their shapes differ: (2), expected (1, 2)""");
    NDArray precise = one.toType(DataType.FLOAT64, false);
    assertThat(Failures.of(() -> assertThat(one).isBitwiseEqualTo(precise)))
        .endsWith("but their types differ: float32, expected float64");
    assertThat(one).differsFrom(precise).differsFrom(one.reshape(1, 2));
  }

  @Test
  void bitsTellZerosApartAndNanIsItself() {
    assertThat(array(Float.NaN, 1)).isBitwiseEqualTo(array(Float.NaN, 1));
    assertThat(array()).isBitwiseEqualTo(array());
    assertThat(Failures.of(() -> assertThat(array(0f)).isBitwiseEqualTo(array(-0f))))
        .isEqualTo(
            """
            Expecting
              (1) float32
            to be bit for bit equal to
              (1) float32
            but they differ in 1 of 1 elements (100 %).
            The first and worst at [0]: 0.0, expected -0.0; absolute error 0.00, relative error 0.00, 0 ULPs.
            Around it, from [0] to [0]:
              actual    >0.0<
              expected  >-0.0<""");
  }

  @Test
  void whatShouldDifferDiffers() {
    assertThat(array(1)).differsFrom(array(2)).differsFrom(array(2), Tolerance.absolute(0.5));
    assertThat(Failures.of(() -> assertThat(array(1)).differsFrom(array(1))))
        .isEqualTo(
            """
            Expecting
              (1) float32
            to differ from
              (1) float32
            but they are the same, bit for bit""");
    assertThat(
            Failures.of(
                () -> assertThat(array(1)).differsFrom(array(1.2f), Tolerance.absolute(0.5))))
        .endsWith("but they are the same, within 0.5 absolute");
  }

  @Test
  void halvesIntegersAndTruthValuesAreCompared() {
    NDArray half = array(1, 2).toType(DataType.FLOAT16, false);
    assertThat(half).isCloseTo(half.duplicate(), Tolerance.ulps(1)).isFinite();
    assertThat(manager.create(new int[] {1, 2})).isCloseTo(manager.create(new int[] {1, 2}));
    assertThat(manager.create(new boolean[] {true, false}))
        .isCloseTo(manager.create(new boolean[] {true, false}));
    assertThat(
            Failures.of(
                () ->
                    assertThat(manager.create(new boolean[] {true}))
                        .isCloseTo(manager.create(new boolean[] {false}))))
        .contains("The first and worst at [0]: true, expected false;");
  }

  @Test
  void aLargeArrayIsComparedWithoutALongMessage() {
    NDArray zeros = manager.zeros(new Shape(1, 64, 256, 256));
    String message = Failures.of(() -> assertThat(zeros).isCloseTo(zeros.add(1)));
    assertThat(message).hasSizeLessThan(800).contains("differ in 4194304 of 4194304 elements");
  }

  @Test
  void nothingStaysOnTheEngine() {
    NDArray array = array(0, 1, 2, 3);
    NDArray other = array(1, 1, 2, 3);
    int before = manager.getManagedArrays().size();
    assertThat(array).isFinite().hasMeanBetween(0, 9).isBetween(0, 9).hasNormBetween(0, 9);
    assertThat(array).differsFrom(other).hasCosineSimilarityTo(other, 0.5);
    Failures.of(() -> assertThat(array).isCloseTo(other));
    assertThat(manager.getManagedArrays()).hasSize(before);
  }

  @Test
  void nullAndDescriptionsAreHandledAsAssertJDoes() {
    assertThat(Failures.of(() -> assertThat((NDArray) null).isFinite()))
        .isEqualTo("Expecting actual not to be null");
    assertThat(Failures.of(() -> assertThat(array(1)).as("logits").hasShape(2)))
        .startsWith("[logits] \nExpecting\n  (1) float32\nto have the shape");
    assertThat(Failures.of(() -> assertThat(array(1)).withFailMessage("no").hasShape(2)))
        .isEqualTo("no");
  }

  @Test
  void aRangeThatHoldsNothingIsRefused() {
    for (ThrowingCallable impossible :
        List.<ThrowingCallable>of(
            () -> assertThat(array(1)).isBetween(2, -2),
            () -> assertThat(array(1)).hasMeanBetween(2, -2),
            () -> assertThat(array(1)).hasStandardDeviationBetween(2, -2),
            () -> assertThat(array(1)).hasZeroShareBetween(2, -2),
            () -> assertThat(array(1)).hasNormBetween(2, -2))) {
      assertThatIllegalArgumentException()
          .isThrownBy(impossible)
          .withMessage("No number is between 2.0 and -2.0: give the smaller bound first.");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> assertThat(array(1)).isBetween(Double.NaN, 1));
  }

  @Test
  void nothingCannotBeExpected() {
    NDArray array = null;
    Activation activation = null;
    Tolerance tolerance = Tolerance.none();
    for (ThrowingCallable mistake :
        List.<ThrowingCallable>of(
            () -> assertThat(array(1)).isCloseTo(array),
            () -> assertThat(array(1)).isCloseTo(array, tolerance),
            () -> assertThat(array(1)).isBitwiseEqualTo(array),
            () -> assertThat(array(1)).hasCosineSimilarityTo(array, 1))) {
      assertThatNullPointerException()
          .isThrownBy(mistake)
          .withMessage("The expected array must not be null");
    }
    for (ThrowingCallable mistake :
        List.<ThrowingCallable>of(
            () -> assertThat(array(1)).isCloseTo(activation),
            () -> assertThat(array(1)).isCloseTo(activation, tolerance),
            () -> assertThat(array(1)).isBitwiseEqualTo(activation),
            () -> assertThat(array(1)).hasCosineSimilarityTo(activation, 1))) {
      assertThatNullPointerException()
          .isThrownBy(mistake)
          .withMessage("The expected activation must not be null");
    }
    assertThatNullPointerException()
        .isThrownBy(() -> assertThat(array(1)).differsFrom(array))
        .withMessage("The other array must not be null");
    assertThatNullPointerException()
        .isThrownBy(() -> assertThat(array(1)).differsFrom(activation, tolerance))
        .withMessage("The other activation must not be null");
    assertThatNullPointerException()
        .isThrownBy(() -> assertThat(array(1)).hasShape((Shape) null))
        .withMessage("The expected shape must not be null");
    assertThat(Failures.of(() -> assertThat((NDArray) null).isCloseTo(array)))
        .isEqualTo("Expecting actual not to be null");
  }

  @Test
  void textsHaveNoNumbers() {
    NDArray texts = manager.create(new String[] {"a"});
    assertThat(Failures.of(() -> assertThat(texts).isBetween(0, 1)))
        .isEqualTo("an array of string has no numbers to read");
  }
}
