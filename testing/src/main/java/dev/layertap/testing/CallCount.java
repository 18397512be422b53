// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import static dev.layertap.testing.error.ShouldHaveBeenCalled.shouldHaveBeenCalled;

import dev.layertap.Activation;
import dev.layertap.testing.error.Labels;
import java.util.List;
import java.util.Optional;
import org.assertj.core.error.ErrorMessageFactory;

/** Counts calls: one of which input and output were captured is one. */
final class CallCount {
  private CallCount() {}

  static Optional<ErrorMessageFactory> differs(List<? extends Activation> all, int expected) {
    List<String> calls =
        all.stream().map(one -> Labels.place(one).replaceFirst(", input$", "")).distinct().toList();
    return calls.size() == expected
        ? Optional.empty()
        : Optional.of(
            shouldHaveBeenCalled(
                all.isEmpty() ? "the place" : '"' + all.get(0).name() + '"', expected, calls));
  }
}
