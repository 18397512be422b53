// SPDX-License-Identifier: Apache-2.0
package dev.layertap.compare;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The elements of an array, copied into Java: no array is made on the way that somebody would have
 * to close.
 */
public final class Elements {
  private final Shape shape;
  private final DataType type;
  private final ByteBuffer bytes;
  private final int size;

  private Elements(Shape shape, DataType type, ByteBuffer bytes) {
    this.shape = shape;
    this.type = type;
    this.bytes = bytes;
    this.size = Math.toIntExact(shape.size());
  }

  /**
   * Copies the elements of an array.
   *
   * @param array numbers or truth values; it is left as it is
   * @return its elements
   * @throws IllegalArgumentException if the array holds texts or complex numbers, or more than DJL
   *     hands to Java
   */
  public static Elements of(NDArray array) {
    DataType type = array.getDataType();
    long bytes = array.size() * type.getNumOfBytes();
    if (!isReadable(type)) {
      throw new IllegalArgumentException("an array of %s has no numbers to read".formatted(type));
    }
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "an array of %d bytes cannot be read in Java, which takes less than 2 GiB; capture a"
                  .formatted(bytes)
              + " slice of it");
    }
    if (bytes == 0) {
      return new Elements(array.getShape(), type, ByteBuffer.allocate(0));
    }
    if (Device.cpu().equals(array.getDevice())) {
      return new Elements(array.getShape(), type, array.toByteBuffer());
    }
    try (NDArray near = array.toDevice(Device.cpu(), true)) {
      return new Elements(array.getShape(), type, near.toByteBuffer());
    }
  }

  /**
   * Takes the elements of an array that stands in a file. Their type may be one that the engine
   * does not know.
   *
   * @param bytes the elements one after the other, in the buffer's order
   * @param shape the array's shape
   * @param type the type of the elements
   * @return the elements, which are valid as long as the buffer is left as it is
   */
  public static Elements of(ByteBuffer bytes, Shape shape, DataType type) {
    return new Elements(shape, type, bytes);
  }

  private static boolean isReadable(DataType type) {
    return switch (type) {
      case FLOAT16, FLOAT32, FLOAT64, INT8, UINT8, INT32, INT64, BOOLEAN -> true;
      default -> false;
    };
  }

  /**
   * Takes some elements, evenly spread: of {@code n} the {@code i}th is the element {@code i * size
   * / n}.
   *
   * @param most how many at most
   * @return an array of one axis
   */
  public Elements sampled(int most) {
    int count = Math.min(most, size);
    int width = type.getNumOfBytes();
    ByteBuffer some = ByteBuffer.allocateDirect(count * width).order(ByteOrder.nativeOrder());
    for (int i = 0; i < count; i++) {
      some.put(i * width, bytes, sampleIndex(i, count) * width, width);
    }
    return new Elements(new Shape(count), type, some);
  }

  /**
   * Returns which element a sample is.
   *
   * @param sample which of the samples
   * @param count how many samples there are
   * @return its place, counted through all axes
   */
  public int sampleIndex(int sample, int count) {
    return (int) ((long) sample * size / count);
  }

  /**
   * Makes an array of the elements.
   *
   * @param manager what it is attached to
   * @return the array, which is valid as long as these elements are
   */
  public NDArray toArray(NDManager manager) {
    return manager.create(bytes.duplicate().order(bytes.order()), shape, type);
  }

  /**
   * Returns the array's shape.
   *
   * @return the shape
   */
  public Shape shape() {
    return shape;
  }

  /**
   * Returns the type of the elements.
   *
   * @return the type
   */
  public DataType type() {
    return type;
  }

  /**
   * Returns how many there are.
   *
   * @return the count
   */
  public int size() {
    return size;
  }

  /**
   * Returns an element as a number.
   *
   * @param index its place, counted through all axes
   * @return its value: exact, but for integers beyond 2^53
   */
  public double at(int index) {
    return switch (type) {
      case FLOAT64 -> bytes.getDouble(index * 8);
      case FLOAT32 -> bytes.getFloat(index * 4);
      case FLOAT16 -> Half.toFloat(bytes.getShort(index * 2));
      case BFLOAT16 -> Float.intBitsToFloat(bytes.getShort(index * 2) << 16);
      case UINT64 -> unsigned(bytes.getLong(index * 8));
      default -> integer(index);
    };
  }

  private long integer(int index) {
    return switch (type) {
      case INT64 -> bytes.getLong(index * 8);
      case UINT64 -> bytes.getLong(index * 8);
      case INT32 -> bytes.getInt(index * 4);
      case UINT32 -> bytes.getInt(index * 4) & 0xffffffffL;
      case INT16 -> bytes.getShort(index * 2);
      case UINT16 -> bytes.getShort(index * 2) & 0xffff;
      case UINT8 -> bytes.get(index) & 0xff;
      default -> bytes.get(index);
    };
  }

  /**
   * The half keeps the bits that the shift needs; the last, which it loses, decides the rounding.
   */
  private static double unsigned(long bits) {
    return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
  }

  /**
   * Returns an element's bits.
   *
   * @param index its place
   * @return the bits, in the lowest of the result
   */
  public long bits(int index) {
    return switch (type.getNumOfBytes()) {
      case 8 -> bytes.getLong(index * 8);
      case 4 -> bytes.getInt(index * 4);
      case 2 -> bytes.getShort(index * 2);
      default -> bytes.get(index);
    };
  }

  /**
   * Returns an element as text, with as many digits as tell it from its neighbours.
   *
   * @param index its place
   * @return the text
   */
  public String text(int index) {
    return switch (type) {
      case FLOAT64 -> Double.toString(bytes.getDouble(index * 8));
      case FLOAT32, FLOAT16, BFLOAT16 -> Float.toString((float) at(index));
      case BOOLEAN -> Boolean.toString(bytes.get(index) != 0);
      case UINT64 -> Long.toUnsignedString(integer(index));
      default -> Long.toString(integer(index));
    };
  }

  /** How far two elements lie apart; without the rounding that large integers would suffer. */
  double distance(int index, Elements other) {
    if (type == DataType.INT64 && other.type == DataType.INT64) {
      long difference = integer(index) - other.integer(index);
      boolean overflowed =
          ((integer(index) ^ other.integer(index)) & (integer(index) ^ difference)) < 0;
      if (!overflowed) {
        return Math.abs((double) difference);
      }
    }
    if (type == DataType.UINT64 && other.type == DataType.UINT64) {
      long here = integer(index);
      long there = other.integer(index);
      boolean isLarger = Long.compareUnsigned(here, there) > 0;
      return unsigned(isLarger ? here - there : there - here);
    }
    return Math.abs(at(index) - other.at(index));
  }

  /** How many representable numbers lie between two elements; for integers their distance. */
  long ulps(int index, Elements other) {
    if (!type.isFloating()) {
      return (long) distance(index, other);
    }
    if (Double.isNaN(at(index)) || Double.isNaN(other.at(index))) {
      return Long.MAX_VALUE;
    }
    long here = ordered(bits(index));
    long there = ordered(other.bits(index));
    long difference = here - there;
    boolean overflowed = ((here ^ there) & (here ^ difference)) < 0;
    return overflowed || difference == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(difference);
  }

  /**
   * The bits of floating-point numbers count upwards from zero; those of negative ones mirrored.
   */
  private long ordered(long bits) {
    if (bits >= 0) {
      return bits;
    }
    long lowest =
        type.getNumOfBytes() == 8 ? Long.MIN_VALUE : -1L << (type.getNumOfBytes() * 8 - 1);
    return lowest - bits;
  }

  /**
   * Returns where an element stands.
   *
   * @param index its place, counted through all axes
   * @return its index on each axis, such as {@code [0, 3, 2, 1]}
   */
  public String position(int index) {
    long[] axes = shape.getShape();
    long rest = index;
    StringBuilder position = new StringBuilder("]");
    for (int axis = axes.length - 1; axis >= 0; axis--) {
      position.insert(0, (axis == 0 ? "[" : ", ") + rest % axes[axis]);
      rest /= axes[axis];
    }
    return axes.length == 0 ? "[]" : position.toString();
  }
}
