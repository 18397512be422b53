// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import static dev.layertap.testing.error.ShouldBeOnDevice.shouldBeOnDevice;
import static dev.layertap.testing.error.ShouldBeReadable.shouldBeReadable;
import static dev.layertap.testing.error.ShouldHaveDataType.shouldHaveDataType;
import static dev.layertap.testing.error.ShouldHaveShape.shouldHaveShape;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.layertap.LayertapException;
import dev.layertap.compare.Elements;
import dev.layertap.value.Statistics;
import dev.layertap.value.Value;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on what an array is: its shape, its type, where it is.
 *
 * @param <SELF> the type of the assertion itself
 * @param <ACTUAL> what is asserted on
 */
public abstract class AbstractArrayShapeAssert<
        SELF extends AbstractArrayShapeAssert<SELF, ACTUAL>, ACTUAL>
    extends AbstractAssert<SELF, ACTUAL> {
  /** An axis of any length, for {@link #hasShape(long...)}. */
  public static final long ANY = -1;

  AbstractArrayShapeAssert(@Nullable ACTUAL actual, Class<?> selfType) {
    super(actual, selfType);
  }

  /** What it is called in messages. */
  abstract String label();

  abstract NDArray array();

  /** All that it holds by its place; one array without structure has the place {@code ""}. */
  abstract Map<String, Value> leaves();

  abstract Shape shape();

  abstract DataType dataType();

  abstract Statistics statistics();

  /** Whether there are elements to show, and not only numbers about them. */
  abstract boolean hasElements();

  /** Reads, and fails the assertion with Layertap's own words if that is not possible. */
  <T> T read(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (LayertapException | IllegalArgumentException e) {
      throw assertionError(shouldBeReadable(String.valueOf(e.getMessage())));
    }
  }

  Elements elements() {
    return read(() -> Elements.of(array()));
  }

  SELF failing(ErrorMessageFactory message) {
    throwAssertionError(message);
    return myself;
  }

  /**
   * Verifies the shape.
   *
   * <pre>{@code
   * // passes for an array of shape (2, 256, 14, 14)
   * assertThat(activation).hasShape(2, 256, 14, 14);
   * assertThat(activation).hasShape(ANY, 256, 14, 14);
   * // fails
   * assertThat(activation).hasShape(256, 14, 14);
   * }</pre>
   *
   * @param axes the length of each axis, {@link #ANY} for one of any length; none for a scalar
   * @return this assertion
   * @throws AssertionError if the array has another shape
   */
  public SELF hasShape(long... axes) {
    isNotNull();
    long[] found = shape().getShape();
    boolean fits = found.length == axes.length;
    for (int i = 0; fits && i < axes.length; i++) {
      fits = axes[i] == ANY || axes[i] == found[i];
    }
    return fits ? myself : failing(shouldHaveShape(label(), shape(), written(axes)));
  }

  private static String written(long[] axes) {
    return Arrays.stream(axes)
        .mapToObj(axis -> axis == ANY ? "?" : Long.toString(axis))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /**
   * Verifies the shape.
   *
   * <pre>{@code
   * // passes for an array of shape (2, 256, 14, 14)
   * assertThat(activation).hasShape(new Shape(2, 256, 14, 14));
   * // fails
   * assertThat(activation).hasShape(new Shape(2, 256));
   * }</pre>
   *
   * @param expected the shape; an axis of -1 may have any length
   * @return this assertion
   * @throws AssertionError if the array has another shape
   */
  public SELF hasShape(Shape expected) {
    return hasShape(Arguments.given(expected, "The expected shape").getShape());
  }

  /**
   * Verifies the type of the elements.
   *
   * <pre>{@code
   * // passes for an array of float32
   * assertThat(activation).hasDataType(DataType.FLOAT32);
   * // fails
   * assertThat(activation).hasDataType(DataType.FLOAT16);
   * }</pre>
   *
   * @param expected the type
   * @return this assertion
   * @throws AssertionError if the elements have another type
   */
  public SELF hasDataType(DataType expected) {
    isNotNull();
    return dataType() == expected
        ? myself
        : failing(shouldHaveDataType(label(), dataType(), expected));
  }

  /**
   * Verifies where the array is.
   *
   * <pre>{@code
   * // passes for an array on the processor
   * assertThat(activation).isOnDevice(Device.cpu());
   * // fails
   * assertThat(activation).isOnDevice(Device.gpu());
   * }</pre>
   *
   * @param expected the device
   * @return this assertion
   * @throws AssertionError if it is on another device
   */
  public SELF isOnDevice(Device expected) {
    isNotNull();
    Device found = array().getDevice();
    return found.equals(expected) ? myself : failing(shouldBeOnDevice(label(), found, expected));
  }
}
