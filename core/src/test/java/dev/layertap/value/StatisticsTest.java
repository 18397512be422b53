// SPDX-License-Identifier: Apache-2.0
package dev.layertap.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatisticsTest {
  private static final double NONE = Double.NaN;

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT64", "FLOAT32", "FLOAT16", "INT64", "INT32", "INT8", "UINT8"})
  void everyTypeOfNumberHasThem(DataType type) {
    NDArray array = manager.create(new float[] {1, 2, 3, 6}, new Shape(2, 2)).toType(type, false);
    assertThat(Statistics.of(array)).isEqualTo(new Statistics(4, 3, Math.sqrt(3.5), 1, 6, 0, 0, 0));
  }

  @Test
  void truthIsOneAndBytesHaveNoSign() {
    NDArray truths = manager.create(new boolean[] {true, false, true, true});
    assertThat(Statistics.of(truths))
        .isEqualTo(new Statistics(4, .75, Math.sqrt(.1875), 0, 1, 0, 0, 1));
    NDArray bytes = manager.create(new int[] {255}).toType(DataType.UINT8, false);
    assertThat(Statistics.of(bytes).maximum()).isEqualTo(255);
  }

  @Test
  void whatIsNoFiniteNumberIsCountedAndLeftOut() {
    float infinity = Float.POSITIVE_INFINITY;
    NDArray array = manager.create(new float[] {Float.NaN, 1, 3, Float.NaN, infinity});
    assertThat(Statistics.of(array)).isEqualTo(new Statistics(5, 2, 1, 1, 3, 2, 1, 0));
  }

  @Test
  void whereThereIsNothingToSayNothingIsSaid() {
    assertThat(Statistics.of(manager.create(new Shape(0, 3))))
        .isEqualTo(new Statistics(0, NONE, NONE, NONE, NONE, 0, 0, 0));
  }

  @Test
  void piecesFarFromEachOtherJoin() {
    // Nine pieces of ones and threes, and one of what lies a million above.
    int many = 9 * (7 << 12);
    NDArray low = manager.arange(many).mod(2).mul(2).add(1);
    NDArray high = manager.arange(100).mod(2).add(1_000_000);
    Statistics joined = Statistics.of(low.concat(high).toType(DataType.FLOAT64, false));
    double n = many;
    double mean = (2 * n + 1_000_000.5 * 100) / (n + 100);
    double apart = 1_000_000.5 - 2;
    double squares = n + 0.25 * 100 + apart * apart * n * 100 / (n + 100);
    assertThat(joined.count()).isEqualTo(many + 100);
    assertThat(joined.mean()).isCloseTo(mean, within(1e-9 * mean));
    assertThat(joined.standardDeviation())
        .isCloseTo(Math.sqrt(squares / (n + 100)), within(1e-9 * apart));
    assertThat(joined.minimum()).isEqualTo(1);
    assertThat(joined.maximum()).isEqualTo(1_000_001);
  }

  @Test
  void aSmallSpreadFarFromZeroIsNotLost() {
    NDArray array = manager.create(new double[] {1e160, 1e160, 1e160});
    assertThat(Statistics.of(array).standardDeviation()).isZero();
    NDArray times = manager.create(new double[] {1.6e9 - 1, 1.6e9 + 1});
    assertThat(Statistics.of(times).standardDeviation()).isEqualTo(1);
  }

  @Test
  void zerosAreCountedAmongNumbersOfEitherSignAndNaN() {
    assertThat(zerosOf(0, 1, 2, 0)).isEqualTo(2);
    assertThat(zerosOf(-3, 0, -1e-30f)).isEqualTo(1);
    assertThat(zerosOf(-3, 0, 4, -0f, Float.MIN_VALUE)).isEqualTo(2);
    assertThat(zerosOf(Float.NaN, 0, 4, Float.NEGATIVE_INFINITY)).isEqualTo(1);
    assertThat(zerosOf(1, 2)).isZero();
    assertThat(Statistics.of(manager.create(new double[] {-1e-200, 0, 2e-320})).zero()).isOne();
    assertThat(zerosOf(-1, -2)).isZero();
    assertThat(zerosOf(Float.NaN, Float.POSITIVE_INFINITY)).isZero();
  }

  private long zerosOf(float... numbers) {
    return Statistics.of(manager.create(numbers)).zero();
  }

  @Test
  void oneZeroAmongManyAlikeIsCountedAndTheirSpreadIsNotLost() {
    NDArray array = manager.ones(new Shape(200_000), DataType.FLOAT64);
    array.set(new NDIndex("7"), 0);
    Statistics statistics = Statistics.of(array);
    double share = 1 / 200_000.;
    assertThat(statistics.zero()).isEqualTo(1);
    assertThat(statistics.standardDeviation())
        .isCloseTo(Math.sqrt(share * (1 - share)), within(1e-15));
  }

  @Test
  void theArrayIsLeftAsItIs() {
    for (DataType type : new DataType[] {DataType.FLOAT64, DataType.FLOAT32, DataType.INT64}) {
      NDArray array = manager.create(new float[] {-2, 0, 5}).toType(type, false);
      byte[] before = array.toByteArray();
      Statistics.of(array);
      assertThat(array.toByteArray()).isEqualTo(before);
    }
  }

  @Test
  void zerosHaveNoSign() {
    Statistics zeros = Statistics.of(manager.create(new float[] {-0f, 0f, -0f}));
    assertThat(zeros).isEqualTo(new Statistics(3, 0, 0, 0, 0, 0, 0, 3));
  }
}
