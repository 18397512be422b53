// SPDX-License-Identifier: Apache-2.0
package dev.layertap.value;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
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
}
