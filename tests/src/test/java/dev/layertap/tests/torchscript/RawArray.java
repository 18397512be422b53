// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** An array outside of any engine, from NumPy or from Layertap, to be compared number by number. */
record RawArray(Kind kind, Shape shape, ByteBuffer bytes) {

  /** The element types that both sides have. */
  enum Kind {
    FLOAT16("<f2", DataType.FLOAT16, 2),
    FLOAT32("<f4", DataType.FLOAT32, 4),
    FLOAT64("<f8", DataType.FLOAT64, 8),
    INT8("|i1", DataType.INT8, 1),
    UINT8("|u1", DataType.UINT8, 1),
    INT32("<i4", DataType.INT32, 4),
    INT64("<i8", DataType.INT64, 8),
    BOOLEAN("|b1", DataType.BOOLEAN, 1),
    COMPLEX64("<c8", DataType.COMPLEX64, 4);

    private final String numpy;
    private final DataType djl;
    private final int size;

    Kind(String numpy, DataType djl, int size) {
      this.numpy = numpy;
      this.djl = djl;
      this.size = size;
    }

    static Kind ofNumpy(String name) {
      return Arrays.stream(values()).filter(k -> k.numpy.equals(name)).findFirst().orElseThrow();
    }

    static Kind ofDjl(DataType type) {
      return Arrays.stream(values()).filter(k -> k.djl == type).findFirst().orElseThrow();
    }
  }

  static RawArray of(NDArray array) {
    return new RawArray(
        Kind.ofDjl(array.getDataType()),
        array.getShape(),
        ByteBuffer.wrap(array.toByteArray()).order(ByteOrder.LITTLE_ENDIAN));
  }

  NDArray create(NDManager manager) {
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.capacity()).order(ByteOrder.nativeOrder());
    direct.put(bytes.duplicate().rewind()).rewind();
    try (NDArray borrowed = manager.create(direct, shape, kind.djl)) {
      return borrowed.duplicate();
    }
  }

  /** Says how this differs from what is right, if it does. */
  Optional<String> difference(RawArray right, double tolerance) {
    if (right.kind == Kind.COMPLEX64 && kind == Kind.FLOAT32) {
      return difference(right.asPairs(), tolerance);
    }
    if (kind != right.kind || !shape.equals(right.shape)) {
      return Optional.of("is %s %s, not %s %s".formatted(kind, shape, right.kind, right.shape));
    }
    int count = right.bytes.capacity() / right.kind.size;
    double largest = 0;
    double most = 0;
    for (int i = 0; i < count; i++) {
      double mine = element(i);
      double theirs = right.element(i);
      if (Double.isFinite(theirs)) {
        largest = Math.max(largest, Math.abs(theirs));
      }
      if (Double.compare(mine, theirs) != 0) {
        double apart = Math.abs(mine - theirs);
        most = Math.max(most, Double.isNaN(apart) ? Double.POSITIVE_INFINITY : apart);
      }
    }
    return most <= tolerance * largest
        ? Optional.empty()
        : Optional.of("differs by %.1e of the largest value".formatted(most / largest));
  }

  /** Real and imaginary parts in a last dimension, as Layertap hands on what DJL cannot read. */
  private RawArray asPairs() {
    return new RawArray(Kind.FLOAT32, shape.add(2), bytes);
  }

  private double element(int i) {
    return switch (kind) {
      case FLOAT16 -> half(bytes.getShort(2 * i));
      case FLOAT32, COMPLEX64 -> bytes.getFloat(4 * i);
      case FLOAT64 -> bytes.getDouble(8 * i);
      case INT8, UINT8, BOOLEAN -> bytes.get(i);
      case INT32 -> bytes.getInt(4 * i);
      case INT64 -> bytes.getLong(8 * i);
    };
  }

  private static double half(short bits) {
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    double magnitude =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24;
          case 0x1f -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
          default -> (1 + fraction * 0x1p-10) * Math.pow(2, exponent - 15);
        };
    return bits < 0 ? -magnitude : magnitude;
  }
}
