// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import static dev.layertap.testing.error.ShouldHaveNoNonFinite.shouldHaveNoNonFinite;

import dev.layertap.Activation;
import dev.layertap.take.Side;
import dev.layertap.testing.error.Labels;
import dev.layertap.value.Statistics;
import dev.layertap.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/**
 * Finds where NaN and infinity begin.
 *
 * <p>Values stand in order of execution, and what an inner block returned before what its parent
 * did. So the first one that is not finite is where it began, as far as captures can tell.
 */
final class NonFinite {
  private NonFinite() {}

  static Optional<ErrorMessageFactory> beginsIn(List<Activation> all) {
    for (int i = 0; i < all.size(); i++) {
      Activation one = all.get(i);
      Optional<Statistics> numbers = notFinite(one);
      if (numbers.isPresent()) {
        long passedOn =
            all.subList(i + 1, all.size()).stream()
                .filter(later -> notFinite(later).isPresent())
                .count();
        return Optional.of(
            shouldHaveNoNonFinite(
                Labels.of(one, one.value().leaves()),
                numbers.get().toString(),
                one.side() == Side.INPUT ? outside() : produced(one, all.subList(0, i)),
                passedOn));
      }
    }
    return Optional.empty();
  }

  private static String outside() {
    return "It was given that: of what was captured, everything before it is finite, so it began"
        + " outside of it, in code between the blocks, in a block that was not captured, or in"
        + " the model's input.";
  }

  /** Everything before is finite, its own input too if that was captured. */
  private static String produced(Activation one, List<Activation> before) {
    boolean inputIsKnown =
        before.stream()
            .anyMatch(
                earlier ->
                    earlier.side() == Side.INPUT
                        && earlier.pass() == one.pass()
                        && earlier.call() == one.call()
                        && earlier.path().equals(one.path()));
    return inputIsKnown
        ? "What it was given is finite, so it began inside of it: in its code, its parameters, or a"
            + " block in it that was not captured."
        : "It began there as far as was captured: everything before it is finite. What it was given"
            + " was not captured; Take.both() tells whether it came in with that.";
  }

  private static Optional<Statistics> notFinite(Activation one) {
    return one.value().leaves().values().stream()
        .flatMap(leaf -> Stream.ofNullable(statistics(leaf)))
        .filter(numbers -> numbers.nan() + numbers.infinite() > 0)
        .findFirst();
  }

  private static @Nullable Statistics statistics(Value leaf) {
    if (leaf instanceof Value.Tensor tensor) {
      return switch (tensor.array().getDataType()) {
        case FLOAT16, FLOAT32, FLOAT64 -> Statistics.of(tensor.array());
        default -> null; // integers and texts are what they are
      };
    }
    if (leaf instanceof Value.Summary summary) {
      return summary.statistics();
    }
    if (leaf instanceof Value.Scalar scalar
        && scalar.value() instanceof Double number
        && !Double.isFinite(number)) {
      boolean nan = number.isNaN();
      double none = Double.NaN;
      return new Statistics(1, none, none, none, none, nan ? 1 : 0, nan ? 0 : 1, 0);
    }
    return null;
  }
}
