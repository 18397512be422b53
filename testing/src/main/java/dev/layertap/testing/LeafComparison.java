// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import static dev.layertap.testing.error.ShouldBeBitwiseEqual.shouldBeBitwiseEqual;
import static dev.layertap.testing.error.ShouldBeBitwiseEqual.shouldBeTheSameNumber;
import static dev.layertap.testing.error.ShouldBeClose.shouldBeClose;
import static dev.layertap.testing.error.ShouldBeClose.shouldBeCloseNumber;
import static dev.layertap.testing.error.ShouldBeComparable.shouldBeComparable;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.layertap.compare.Comparison;
import dev.layertap.compare.Elements;
import dev.layertap.compare.Tolerance;
import dev.layertap.testing.Closeness.Named;
import dev.layertap.value.Value;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/** Compares what stands at one place of two values: arrays, numbers, truth values or texts. */
final class LeafComparison {
  private final boolean isBitwise;
  private final @Nullable Tolerance given;

  private LeafComparison(boolean isBitwise, @Nullable Tolerance given) {
    this.isBitwise = isBitwise;
    this.given = given;
  }

  static LeafComparison bitwise() {
    return new LeafComparison(true, null);
  }

  /**
   * Compares within a tolerance.
   *
   * @param given what is close enough; null for what is usual for the type
   */
  static LeafComparison within(@Nullable Tolerance given) {
    return new LeafComparison(false, given);
  }

  private Tolerance tolerance(DataType type) {
    return given == null ? Tolerance.standard(type) : given;
  }

  Optional<ErrorMessageFactory> of(Named actual, Named expected) {
    Value one = actual.value();
    Value other = expected.value();
    if (one instanceof Value.Tensor found && other instanceof Value.Tensor wanted) {
      return arrays(actual.name(), found.array(), expected.name(), wanted.array());
    }
    if (!kind(one).equals(kind(other))) {
      return Optional.of(
          shouldBeComparable(actual.name(), expected.name(), "types", kind(one), kind(other)));
    }
    if (one instanceof Value.Scalar found && other instanceof Value.Scalar wanted) {
      return scalars(actual.name(), found, expected.name(), wanted);
    }
    return Optional.empty(); // None is None
  }

  private Optional<ErrorMessageFactory> arrays(
      String actualName, NDArray actual, String expectedName, NDArray expected) {
    if (!actual.getShape().equals(expected.getShape())) {
      return Optional.of(Closeness.shapesDiffer(actualName, expectedName, actual, expected));
    }
    if (actual.getDataType() != expected.getDataType()) {
      return Optional.of(
          shouldBeComparable(
              actualName, expectedName, "types", actual.getDataType(), expected.getDataType()));
    }
    Comparison comparison = compare(Elements.of(actual), Elements.of(expected));
    if (comparison.isSame()) {
      return Optional.empty();
    }
    return Optional.of(
        isBitwise
            ? shouldBeBitwiseEqual(actualName, expectedName, comparison)
            : shouldBeClose(
                actualName, expectedName, tolerance(expected.getDataType()), comparison));
  }

  private Comparison compare(Elements actual, Elements expected) {
    return isBitwise
        ? Comparison.bitwise(actual, expected)
        : Comparison.within(tolerance(expected.type()), actual, expected);
  }

  private Optional<ErrorMessageFactory> scalars(
      String actualName, Value.Scalar actual, String expectedName, Value.Scalar expected) {
    if (!(actual.value() instanceof Number found && expected.value() instanceof Number wanted)) {
      return actual.equals(expected)
          ? Optional.empty()
          : Optional.of(shouldBeComparable(actualName, expectedName, "values", actual, expected));
    }
    Comparison comparison = compare(elements(found), elements(wanted));
    return comparison
        .first()
        .map(
            number ->
                isBitwise
                    ? shouldBeTheSameNumber(actualName, expectedName, number)
                    : shouldBeCloseNumber(
                        actualName, expectedName, tolerance(elements(wanted).type()), number));
  }

  private static Elements elements(Number number) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES);
    return number instanceof Double
        ? Elements.of(bytes.putDouble(0, number.doubleValue()), new Shape(), DataType.FLOAT64)
        : Elements.of(bytes.putLong(0, number.longValue()), new Shape(), DataType.INT64);
  }

  /** What it is, in Python's words. */
  static String kind(Value leaf) {
    if (leaf instanceof Value.Scalar scalar) {
      Object value = scalar.value();
      return value instanceof Long
          ? "int"
          : value instanceof Double ? "float" : value instanceof Boolean ? "bool" : "str";
    }
    if (leaf instanceof Value.None) {
      return "None";
    }
    return leaf instanceof Value.Opaque ? "what is opaque" : "an array";
  }
}
