// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntToDoubleFunction;

/**
 * What is said of an array's values. Those that are no number are counted, and left out of the
 * rest.
 *
 * @param mean their mean; no number if there are none
 * @param std their standard deviation, that of a whole population
 * @param min the smallest
 * @param max the largest
 * @param nan how many are no number
 */
record ArrayStatistics(double mean, double std, double min, double max, long nan) {
  static ArrayStatistics of(NDArray array) {
    if (array.getDataType() == DataType.FLOAT16) {
      try (NDArray wider = array.toType(DataType.FLOAT32, false)) {
        return of(wider);
      }
    }
    return of(values(array), Math.toIntExact(array.size()));
  }

  private static IntToDoubleFunction values(NDArray array) {
    ByteBuffer bytes = array.toByteBuffer().order(ByteOrder.nativeOrder());
    return switch (array.getDataType()) {
      case FLOAT64 -> bytes.asDoubleBuffer()::get;
      case FLOAT32 -> bytes.asFloatBuffer()::get;
      case INT64 -> bytes.asLongBuffer()::get;
      case INT32 -> bytes.asIntBuffer()::get;
      case INT8 -> bytes::get;
      case UINT8, BOOLEAN -> i -> Byte.toUnsignedInt(bytes.get(i));
      default -> throw new IllegalArgumentException("no statistics of " + array.getDataType());
    };
  }

  private static ArrayStatistics of(IntToDoubleFunction values, int size) {
    double sum = 0;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    long nan = 0;
    for (int i = 0; i < size; i++) {
      double value = values.applyAsDouble(i);
      if (Double.isNaN(value)) {
        nan++;
      } else {
        sum += value;
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
    }
    long count = size - nan;
    if (count == 0) {
      return new ArrayStatistics(Double.NaN, Double.NaN, Double.NaN, Double.NaN, nan);
    }
    double mean = sum / count;
    double squares = 0;
    for (int i = 0; i < size; i++) {
      double difference = values.applyAsDouble(i) - mean;
      if (!Double.isNaN(difference) || Double.isInfinite(mean)) {
        squares += difference * difference;
      }
    }
    return new ArrayStatistics(mean, Math.sqrt(squares / count), min, max, nan);
  }
}
