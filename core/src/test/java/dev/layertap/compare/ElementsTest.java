// SPDX-License-Identifier: Apache-2.0
package dev.layertap.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ElementsTest {
  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT16", "FLOAT32", "FLOAT64", "INT8", "UINT8", "INT32", "INT64"})
  void everyTypeIsReadAsItIs(DataType type) {
    Elements elements = Elements.of(manager.create(new float[] {0, 1, 2, 100}).toType(type, false));
    assertThat(elements.type()).isEqualTo(type);
    assertThat(elements.at(3)).isEqualTo(100);
    assertThat(elements.text(2)).isEqualTo(type.isFloating() ? "2.0" : "2");
  }

  @Test
  void truthValuesAreZeroAndOne() {
    Elements elements = Elements.of(manager.create(new boolean[] {true, false}));
    assertThat(elements.at(0)).isEqualTo(1);
    assertThat(elements.text(1)).isEqualTo("false");
  }

  @Test
  void unsignedBytesAndLargeIntegersKeepTheirValue() {
    assertThat(Elements.of(manager.create(200f).toType(DataType.UINT8, false)).text(0))
        .isEqualTo("200");
    Elements one = Elements.of(manager.create(new long[] {Long.MAX_VALUE, 1}));
    Elements other = Elements.of(manager.create(new long[] {Long.MAX_VALUE - 1, 1}));
    assertThat(one.text(0)).isEqualTo("9223372036854775807");
    assertThat(one.distance(0, other)).isEqualTo(1);
  }

  @Test
  void everyHalfIsTheFloatThatTheEngineMakesOfIt() {
    float[] values = {
      0,
      -0f,
      1,
      -2.5f,
      65504,
      6.1035e-5f,
      5.96e-8f,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY
    };
    NDArray halves = manager.create(values).toType(DataType.FLOAT16, false);
    float[] engine = halves.toType(DataType.FLOAT32, false).toFloatArray();
    Elements elements = Elements.of(halves);
    for (int i = 0; i < values.length; i++) {
      assertThat((float) elements.at(i)).isEqualTo(engine[i]);
    }
    NDArray nan = manager.create(Float.NaN).toType(DataType.FLOAT16, false);
    assertThat(Elements.of(nan).at(0)).isNaN();
  }

  @Test
  void aTransposedArrayIsReadInItsOwnOrder() {
    NDArray transposed = manager.arange(6f).reshape(2, 3).transpose();
    Elements elements = Elements.of(transposed);
    assertThat(elements.at(1)).isEqualTo(3);
    assertThat(elements.position(3)).isEqualTo("[1, 1]");
  }

  @Test
  void aSliceIsReadFromItsStart() {
    NDArray slice = manager.arange(6f).reshape(2, 3).get(new NDIndex("1"));
    assertThat(Elements.of(slice).at(0)).isEqualTo(3);
  }

  @Test
  void anEmptyArrayAndAScalarHaveTheirSizes() {
    assertThat(Elements.of(manager.create(new Shape(0, 3))).size()).isZero();
    Elements scalar = Elements.of(manager.create(7f));
    assertThat(scalar.size()).isEqualTo(1);
    assertThat(scalar.position(0)).isEqualTo("[]");
  }

  @Test
  void stepsBetweenNumbersAreCountedAcrossZero() {
    Elements one = Elements.of(manager.create(new float[] {1, 0f, Float.MIN_VALUE, Float.NaN}));
    Elements other =
        Elements.of(
            manager.create(new float[] {Math.nextUp(1f), -0f, -Float.MIN_VALUE, Float.NaN}));
    assertThat(one.ulps(0, other)).isEqualTo(1);
    assertThat(one.ulps(1, other)).isZero();
    assertThat(one.ulps(2, other)).isEqualTo(2);
    assertThat(one.ulps(3, other)).isEqualTo(Long.MAX_VALUE);
    Elements far = Elements.of(manager.create(new double[] {Double.MAX_VALUE}));
    Elements near = Elements.of(manager.create(new double[] {-Double.MAX_VALUE}));
    assertThat(far.ulps(0, near)).isEqualTo(Long.MAX_VALUE);
    Elements half = Elements.of(manager.create(new float[] {1}).toType(DataType.FLOAT16, false));
    Elements next =
        Elements.of(manager.create(new float[] {1.0009766f}).toType(DataType.FLOAT16, false));
    assertThat(half.ulps(0, next)).isEqualTo(1);
  }

  @Test
  void samplesAreSpreadEvenly() {
    Elements elements = Elements.of(manager.arange(10f));
    Elements samples = elements.sampled(4);
    assertThat(samples.toArray(manager).toFloatArray()).containsExactly(0, 2, 5, 7);
    assertThat(elements.sampleIndex(3, 4)).isEqualTo(7);
    assertThat(elements.sampled(64).size()).isEqualTo(10);
  }

  @Test
  void textsAreNoNumbers() {
    NDArray texts = manager.create(new String[] {"a"});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Elements.of(texts))
        .withMessage("an array of string has no numbers to read");
  }
}
