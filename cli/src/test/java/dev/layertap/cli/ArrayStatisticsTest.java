// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArrayStatisticsTest {
  private static final double NONE = Double.NaN;
  private static final double ENDLESS = Double.POSITIVE_INFINITY;

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT64", "FLOAT32", "FLOAT16", "INT64", "INT32", "INT8", "UINT8"})
  void everyTypeOfNumberHasThem(DataType type) {
    NDArray array = manager.create(new float[] {1, 2, 3, 6}, new Shape(2, 2)).toType(type, false);
    assertThat(ArrayStatistics.of(array))
        .isEqualTo(new ArrayStatistics(3, Math.sqrt(3.5), 1, 6, 0));
  }

  @Test
  void truthIsOneAndBytesHaveNoSign() {
    NDArray truths = manager.create(new boolean[] {true, false, true, true});
    assertThat(ArrayStatistics.of(truths))
        .isEqualTo(new ArrayStatistics(.75, Math.sqrt(.1875), 0, 1, 0));
    NDArray bytes = manager.create(new int[] {255}).toType(DataType.UINT8, false);
    assertThat(ArrayStatistics.of(bytes).max()).isEqualTo(255);
  }

  @Test
  void whatIsNoNumberIsCountedAndLeftOut() {
    NDArray array = manager.create(new float[] {Float.NaN, 1, 3, Float.NaN});
    assertThat(ArrayStatistics.of(array)).isEqualTo(new ArrayStatistics(2, 1, 1, 3, 2));
  }

  @Test
  void whereThereIsNothingToSayNothingIsSaid() {
    ArrayStatistics none = new ArrayStatistics(NONE, NONE, NONE, NONE, 0);
    assertThat(ArrayStatistics.of(manager.create(new Shape(0, 3)))).isEqualTo(none);
    NDArray infinite = manager.create(new float[] {1, Float.POSITIVE_INFINITY});
    assertThat(ArrayStatistics.of(infinite))
        .isEqualTo(new ArrayStatistics(ENDLESS, NONE, 1, ENDLESS, 0));
  }

  @Test
  void jsonHasNullAndWordsForWhatIsNoNumber() {
    assertThat(Json.number(NONE)).isNull();
    assertThat(Json.number(-ENDLESS)).isEqualTo("-Infinity");
    assertThat(Json.number(1.5)).isEqualTo(1.5);
  }
}
