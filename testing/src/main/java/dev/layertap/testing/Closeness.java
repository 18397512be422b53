// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import static dev.layertap.testing.error.ShouldBeBitwiseEqual.shouldBeBitwiseEqual;
import static dev.layertap.testing.error.ShouldBeClose.shouldBeClose;
import static dev.layertap.testing.error.ShouldBeComparable.shouldBeComparable;
import static dev.layertap.testing.error.ShouldDiffer.shouldDiffer;

import ai.djl.ndarray.NDArray;
import dev.layertap.compare.Comparison;
import dev.layertap.compare.Elements;
import dev.layertap.compare.Tolerance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/** Compares values that hold one array or several, and says what differs first. */
final class Closeness {
  private interface OfTwo {
    Optional<ErrorMessageFactory> compare(
        String actualName, NDArray actual, String expectedName, NDArray expected);
  }

  private Closeness() {}

  static Optional<ErrorMessageFactory> of(
      String actualName,
      Map<String, NDArray> actual,
      String expectedName,
      Map<String, NDArray> expected) {
    return each(
        actualName,
        actual,
        expectedName,
        expected,
        close(one -> Tolerance.standard(one.getDataType())));
  }

  static Optional<ErrorMessageFactory> of(
      String actualName,
      Map<String, NDArray> actual,
      String expectedName,
      Map<String, NDArray> expected,
      Tolerance tolerance) {
    return each(actualName, actual, expectedName, expected, close(one -> tolerance));
  }

  private static OfTwo close(Function<NDArray, Tolerance> tolerances) {
    return (actualName, actual, expectedName, expected) -> {
      Tolerance tolerance = tolerances.apply(expected);
      Comparison comparison =
          Comparison.within(tolerance, Elements.of(actual), Elements.of(expected));
      return comparison.isSame()
          ? Optional.empty()
          : Optional.of(shouldBeClose(actualName, expectedName, tolerance, comparison));
    };
  }

  static Optional<ErrorMessageFactory> bitwise(
      String actualName,
      Map<String, NDArray> actual,
      String expectedName,
      Map<String, NDArray> expected) {
    return each(
        actualName,
        actual,
        expectedName,
        expected,
        (oneName, one, otherName, other) -> {
          Comparison comparison = Comparison.bitwise(Elements.of(one), Elements.of(other));
          return comparison.isSame()
              ? Optional.empty()
              : Optional.of(shouldBeBitwiseEqual(oneName, otherName, comparison));
        });
  }

  static Optional<ErrorMessageFactory> differ(
      String actualName,
      Map<String, NDArray> actual,
      String otherName,
      Map<String, NDArray> other,
      @Nullable Tolerance tolerance) {
    Optional<ErrorMessageFactory> difference =
        tolerance == null
            ? bitwise(actualName, actual, otherName, other)
            : of(actualName, actual, otherName, other, tolerance);
    return difference.isPresent()
        ? Optional.empty()
        : Optional.of(
            shouldDiffer(
                actualName, otherName, tolerance == null ? "bit for bit" : "within " + tolerance));
  }

  private static Optional<ErrorMessageFactory> each(
      String actualName,
      Map<String, NDArray> actual,
      String expectedName,
      Map<String, NDArray> expected,
      OfTwo comparison) {
    // One array is one array, be it that of a list.
    if (actual.size() != 1 || expected.size() != 1) {
      if (!actual.keySet().equals(expected.keySet())) {
        return Optional.of(
            shouldBeComparable(
                actualName, expectedName, "structures", places(actual), places(expected)));
      }
    }
    List<NDArray> others =
        actual.size() == 1
            ? List.copyOf(expected.values())
            : actual.keySet().stream().map(expected::get).map(NDArray.class::cast).toList();
    List<String> places = new ArrayList<>(actual.keySet());
    List<NDArray> mine = new ArrayList<>(actual.values());
    for (int i = 0; i < mine.size(); i++) {
      String step = actual.size() == 1 ? "" : "/" + places.get(i) + " of ";
      Optional<ErrorMessageFactory> failure =
          two(step + actualName, mine.get(i), step + expectedName, others.get(i), comparison);
      if (failure.isPresent()) {
        return failure;
      }
    }
    return Optional.empty();
  }

  private static String places(Map<String, NDArray> arrays) {
    if (arrays.isEmpty()) {
      return "no array";
    }
    return arrays.containsKey("") ? "one array" : "arrays at " + String.join(", ", arrays.keySet());
  }

  private static Optional<ErrorMessageFactory> two(
      String actualName, NDArray actual, String expectedName, NDArray expected, OfTwo comparison) {
    if (!actual.getShape().equals(expected.getShape())) {
      return Optional.of(shapesDiffer(actualName, expectedName, actual, expected));
    }
    if (actual.getDataType() != expected.getDataType()) {
      return Optional.of(
          shouldBeComparable(
              actualName, expectedName, "types", actual.getDataType(), expected.getDataType()));
    }
    return comparison.compare(actualName, actual, expectedName, expected);
  }

  static ErrorMessageFactory shapesDiffer(
      String actualName, String expectedName, NDArray actual, NDArray expected) {
    return shouldBeComparable(
        actualName, expectedName, "shapes", actual.getShape(), expected.getShape());
  }
}
