// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.traps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.LambdaBlock;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.take.Take;
import dev.layertap.tests.SmallNet;
import dev.layertap.value.Value;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Element types, empty arrays and layouts, and types that end the JVM if the engine is asked. */
class TypesTest {
  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private CaptureScope captured(NDArray... arrays) {
    CaptureScope scope = Layertap.open("value=.");
    SmallNet.run(new LambdaBlock(list -> list), manager, new NDList(arrays));
    assertThat(scope.internalErrors()).isEmpty();
    return scope;
  }

  @ParameterizedTest
  @EnumSource(
      names = {"FLOAT16", "FLOAT32", "FLOAT64", "INT8", "UINT8", "INT32", "INT64", "BOOLEAN"})
  void anElementTypeOfTheEngineIsKept(DataType type) {
    NDArray array = manager.arange(4f).toType(type, true);
    array.setName("named");
    try (CaptureScope scope = captured(array)) {
      NDArray copy = scope.get("value").array();
      assertThat(copy.getDataType()).isEqualTo(type);
      assertThat(copy.toByteArray()).containsExactly(array.toByteArray());
      assertThat(copy.getName()).isEqualTo("named");
    }
  }

  @Test
  void textsScalarsAndEmptyArraysAreKept() {
    NDArray texts = manager.create(new String[] {"a", "é"}, new Shape(2));
    try (CaptureScope scope =
        captured(texts, manager.create(5f), manager.create(new Shape(0, 3)))) {
      NDList copies = scope.get("value").arrays();
      assertThat(copies.get(0).toStringArray()).containsExactly("a", "é");
      assertThat(copies.get(1).getShape()).isEqualTo(new Shape());
      assertThat(copies.get(1).getFloat()).isEqualTo(5);
      assertThat(copies.get(2).getShape()).isEqualTo(new Shape(0, 3));
    }
  }

  @Test
  void sparseArraysAreKeptAsTheyAre() {
    NDArray sparse =
        manager.createCoo(
            FloatBuffer.wrap(new float[] {7, 8}), new long[][] {{0, 1}, {1, 0}}, new Shape(2, 2));
    try (CaptureScope scope = captured(sparse)) {
      NDArray copy = scope.get("value").array();
      assertThat(copy.isSparse()).isTrue();
      assertThat(copy.toDense().toFloatArray()).containsExactly(0, 7, 8, 0);
    }
  }

  @Test
  void viewsAndTransposedArraysAreKeptInTheirOwnOrder() {
    NDArray matrix = manager.arange(6f).reshape(2, 3);
    try (CaptureScope scope = captured(matrix.transpose(), matrix.get(":, 1"))) {
      matrix.muli(0);
      assertThat(scope.get("value").arrays().get(0).toFloatArray())
          .containsExactly(0, 3, 1, 4, 2, 5);
      assertThat(scope.get("value").arrays().get(1).toFloatArray()).containsExactly(1, 4);
    }
  }

  @Test
  void anElementOfAListThatIsLeftOutIsNone() {
    NDList holes = new NDList(manager.ones(new Shape(2)), manager.ones(new Shape(3)));
    holes.set(0, null);
    try (CaptureScope scope = Layertap.open("value=.")) {
      SmallNet.run(new LambdaBlock(list -> holes), manager, new NDList());
      assertThat(scope.internalErrors()).isEmpty();
      assertThat(((Value.Sequence) scope.get("value").value()).elements().get(0))
          .isEqualTo(new Value.None());
      assertThat(scope.get("value").arrays()).containsExactly(manager.ones(new Shape(3)));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BFLOAT16", "INT16", "UINT16", "COMPLEX64", "STRING", "UNKNOWN"})
  void aTypeThatWouldEndTheJvmIsRefusedBeforeTheEngineIsAsked(DataType type) {
    assertThatThrownBy(() -> Take.outputs().toType(type))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(type.toString());
  }
}
