// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import static dev.layertap.testing.error.ShouldHaveRunBefore.shouldHaveRunBefore;

import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.testing.error.Labels;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/** The order in which a scope's places ran, pass by pass. */
final class Order {
  private Order() {}

  static CaptureScope known(@Nullable CaptureScope scope, String method, String name) {
    if (scope == null) {
      throw new IllegalStateException(
          "The order of calls is known to their scope only; begin with assertThat(scope).%s(\"%s\")"
              .formatted(method, name));
    }
    return scope;
  }

  static Optional<ErrorMessageFactory> before(
      CaptureScope scope, List<? extends Activation> ours, String name) {
    List<Activation> others = scope.all(name);
    return inEachPass(ours, pass -> compare(scope, of(ours, pass), of(others, pass), name, pass));
  }

  static Optional<ErrorMessageFactory> after(
      CaptureScope scope, List<? extends Activation> ours, String name) {
    List<Activation> others = scope.all(name);
    return inEachPass(ours, pass -> compare(scope, of(others, pass), of(ours, pass), name, pass));
  }

  private static Optional<ErrorMessageFactory> inEachPass(
      List<? extends Activation> ours, Function<Integer, Optional<ErrorMessageFactory>> check) {
    return ours.stream()
        .map(Activation::pass)
        .distinct()
        .map(check)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static List<? extends Activation> of(List<? extends Activation> all, int pass) {
    return all.stream().filter(one -> one.pass() == pass).toList();
  }

  private static Optional<ErrorMessageFactory> compare(
      CaptureScope scope,
      List<? extends Activation> earlier,
      List<? extends Activation> later,
      String name,
      int pass) {
    if (earlier.isEmpty() || later.isEmpty()) {
      String missing = "\"%s\" did not run in pass %d.".formatted(name, pass);
      return Optional.of(
          shouldHaveRunBefore(
              earlier.isEmpty() ? quoted(name) : Labels.place(earlier.get(0)),
              later.isEmpty() ? quoted(name) : Labels.place(later.get(0)),
              missing));
    }
    List<Activation> order = scope.all();
    Activation last = earlier.get(earlier.size() - 1);
    Activation first = later.get(0);
    int lastAt = at(order, last);
    int firstAt = at(order, first);
    return lastAt < firstAt
        ? Optional.empty()
        : Optional.of(
            shouldHaveRunBefore(
                Labels.place(last),
                Labels.place(first),
                "of the values of all captures, in order of execution, they are the %s and the %s."
                    .formatted(ordinal(lastAt), ordinal(firstAt))));
  }

  private static String quoted(String name) {
    return '"' + name + '"';
  }

  private static int at(List<Activation> order, Activation one) {
    for (int i = 0; i < order.size(); i++) {
      if (order.get(i) == one) {
        return i;
      }
    }
    throw new IllegalStateException(one + " is not of this scope");
  }

  private static String ordinal(int index) {
    int number = index + 1;
    int teens = number % 100;
    String ending =
        teens >= 11 && teens <= 13
            ? "th"
            : switch (number % 10) {
              case 1 -> "st";
              case 2 -> "nd";
              case 3 -> "rd";
              default -> "th";
            };
    return number + ending;
  }
}
