// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.layertap.testing.error.Labels;
import dev.layertap.value.Statistics;
import dev.layertap.value.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Assertions on an array. */
public class NDArrayAssert extends AbstractArrayAssert<NDArrayAssert, NDArray> {
  private String owner = "";

  /**
   * Makes assertions on an array.
   *
   * @param actual the array
   */
  public NDArrayAssert(@Nullable NDArray actual) {
    super(actual, NDArrayAssert.class);
  }

  /** Says which value the array is a part of. */
  NDArrayAssert partOf(String value) {
    owner = value + ": ";
    return this;
  }

  @Override
  String label() {
    return owner + Labels.of(actual);
  }

  @Override
  NDArray array() {
    return actual;
  }

  @Override
  Map<String, Value> leaves() {
    return Map.of("", new Value.Tensor(actual));
  }

  @Override
  Shape shape() {
    return actual.getShape();
  }

  @Override
  DataType dataType() {
    return actual.getDataType();
  }

  @Override
  Statistics statistics() {
    return read(() -> Statistics.of(actual));
  }

  @Override
  boolean hasElements() {
    return true;
  }
}
