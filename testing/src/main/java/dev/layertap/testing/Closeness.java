// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import static dev.layertap.testing.error.ShouldBeComparable.shouldBeComparable;
import static dev.layertap.testing.error.ShouldDiffer.shouldDiffer;

import ai.djl.ndarray.NDArray;
import dev.layertap.compare.Tolerance;
import dev.layertap.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/** Compares values that hold one array or several, and numbers beside them. */
final class Closeness {
  /** What is compared, and what it is called in messages. */
  record Named(String name, Map<String, Value> leaves) {
    Named at(String place) {
      Value leaf = leaves.get(place);
      return new Named(
          leaves.size() == 1 ? name : "/" + place + " of " + name,
          leaf == null ? Map.of() : Map.of("", leaf));
    }

    /** The only array, if the value holds nothing else. */
    Optional<Named> onlyArray() {
      List<Map.Entry<String, Value>> there =
          leaves.entrySet().stream()
              .filter(leaf -> !(leaf.getValue() instanceof Value.None))
              .toList();
      return there.size() == 1 && there.get(0).getValue() instanceof Value.Tensor
          ? Optional.of(new Named(name, Map.of("", there.get(0).getValue())))
          : Optional.empty();
    }

    Value value() {
      return leaves.values().iterator().next();
    }
  }

  private Closeness() {}

  static Optional<ErrorMessageFactory> of(
      Named actual, Named expected, @Nullable Tolerance tolerance) {
    return each(actual, expected, LeafComparison.within(tolerance));
  }

  static Optional<ErrorMessageFactory> bitwise(Named actual, Named expected) {
    return each(actual, expected, LeafComparison.bitwise());
  }

  static Optional<ErrorMessageFactory> differ(
      Named actual, Named other, @Nullable Tolerance tolerance) {
    Optional<ErrorMessageFactory> difference =
        tolerance == null ? bitwise(actual, other) : of(actual, other, tolerance);
    return difference.isPresent()
        ? Optional.empty()
        : Optional.of(
            shouldDiffer(
                actual.name(),
                other.name(),
                tolerance == null ? "bit for bit" : "within " + tolerance));
  }

  private static Optional<ErrorMessageFactory> each(
      Named actual, Named expected, LeafComparison comparison) {
    if (!actual.leaves().keySet().equals(expected.leaves().keySet())) {
      Optional<Named> found = actual.onlyArray();
      Optional<Named> wanted = expected.onlyArray();
      boolean oneHasNoStructure = actual.leaves().size() == 1 || expected.leaves().size() == 1;
      // One array is one array, be it that of a list.
      return found.isPresent() && wanted.isPresent() && oneHasNoStructure
          ? comparison.of(found.get(), wanted.get())
          : Optional.of(
              shouldBeComparable(
                  actual.name(),
                  expected.name(),
                  "structures",
                  described(actual.leaves()),
                  described(expected.leaves())));
    }
    Set<String> unseen = new LinkedHashSet<>();
    for (String place : actual.leaves().keySet()) {
      Named one = actual.at(place);
      Named other = expected.at(place);
      if (isSeen(one, unseen) && isSeen(other, unseen)) {
        Optional<ErrorMessageFactory> failure = comparison.of(one, other);
        if (failure.isPresent()) {
          return failure;
        }
      }
    }
    if (!unseen.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", unseen)); // read() says it
    }
    return Optional.empty();
  }

  private static boolean isSeen(Named one, Set<String> unseen) {
    if (one.value() instanceof Value.Opaque opaque) {
      unseen.add("%s cannot be compared: %s".formatted(one.name(), opaque.reason()));
      return false;
    }
    if (one.value() instanceof Value.Summary) {
      unseen.add("%s cannot be compared: only statistics were kept".formatted(one.name()));
      return false;
    }
    return true;
  }

  private static String described(Map<String, Value> leaves) {
    if (leaves.isEmpty()) {
      return "nothing";
    }
    List<String> arrays = new ArrayList<>();
    List<String> others = new ArrayList<>();
    leaves.forEach(
        (place, leaf) -> {
          if (leaf instanceof Value.Tensor) {
            arrays.add(place);
          } else {
            others.add(LeafComparison.kind(leaf) + (place.isEmpty() ? "" : " at " + place));
          }
        });
    if (!arrays.isEmpty()) {
      others.add(
          0, arrays.get(0).isEmpty() ? "one array" : "arrays at " + String.join(", ", arrays));
    }
    return String.join(", ", others);
  }

  static ErrorMessageFactory shapesDiffer(
      String actualName, String expectedName, NDArray actual, NDArray expected) {
    return shouldBeComparable(
        actualName, expectedName, "shapes", actual.getShape(), expected.getShape());
  }
}
