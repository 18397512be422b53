// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import dev.layertap.annotation.CaptureKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What assertions are told. As in AssertJ, a mistake there is no failure of the test but one of
 * whoever wrote it: an assertion that verifies nothing, or can never pass.
 */
final class Arguments {
  private Arguments() {}

  static <T> T given(@Nullable T argument, String what) {
    return Objects.requireNonNull(argument, () -> "%s must not be null".formatted(what));
  }

  static void some(String assertion, String @Nullable [] names) {
    if (given(names, "The names for " + assertion).length == 0) {
      throw new IllegalArgumentException(
          "%s() without a name verifies nothing: name what it is about.".formatted(assertion));
    }
  }

  static String[] names(@Nullable CaptureKey first, CaptureKey @Nullable [] more) {
    List<String> names = new ArrayList<>();
    names.add(given(first, "The first key").name());
    for (CaptureKey key : given(more, "The other keys")) {
      names.add(given(key, "A key").name());
    }
    return names.toArray(String[]::new);
  }

  static void index(int index) {
    if (index < 0) {
      throw new IllegalArgumentException(
          "Activations are counted from 0, so there is none at %d.".formatted(index));
    }
  }

  static void range(double minimum, double maximum) {
    if (!(minimum <= maximum)) {
      throw new IllegalArgumentException(
          "No number is between %s and %s: give the smaller bound first."
              .formatted(minimum, maximum));
    }
  }
}
