// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How many bytes a scope may hold, and what to say when they are used up. */
final class Budget {
  private static final int MOST_NAMES = 3;

  private final long limit;
  private long held;
  private Optional<String> exceeded = Optional.empty();

  /**
   * Sets the limit.
   *
   * @param limit in bytes
   */
  Budget(long limit) {
    this.limit = limit;
  }

  /** Takes bytes for an activation that is now held beside others; false if that was too much. */
  boolean take(Activation activation, List<Activation> others) {
    if (limit == Long.MAX_VALUE) {
      return true;
    }
    if (exceeded.isPresent()) {
      return false;
    }
    long bytes = activation.bytes();
    if (held + bytes > limit) {
      exceeded = Optional.of(message(bytes, activation.where(), others));
      return false;
    }
    held += bytes;
    return true;
  }

  /** How many bytes may still be taken. */
  long room() {
    return exceeded.isPresent() ? 0 : limit - held;
  }

  /**
   * What was not even held long enough to be taken: where a model's engine keeps values until the
   * model has run, it stops at the room that was left.
   */
  void exceed(long bytes, Activation activation, List<Activation> others) {
    if (exceeded.isEmpty()) {
      exceeded =
          Optional.of(
              held + bytes > limit
                  ? message(bytes, activation.where(), others)
                  : "The budgets of all open scopes together are used up inside of a TorchScript model: %s needs %s more. From there on nothing was captured. Select fewer places in the other scopes, or keep less of them: statistics, mean(2, 3), slice(0, 0, 1), last, every(10)."
                      .formatted(activation.where(), amount(bytes)));
    }
  }

  /** One that was taken is gone again. */
  void giveBack(Activation activation) {
    if (limit != Long.MAX_VALUE) {
      held -= activation.bytes();
    }
  }

  /** Why nothing more was taken. */
  Optional<String> exceeded() {
    return exceeded;
  }

  private String message(long bytes, String what, List<Activation> activations) {
    Map<String, Long> byName = new LinkedHashMap<>();
    activations.forEach(one -> byName.merge(one.name(), one.bytes(), Long::sum));
    String largest =
        byName.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
            .limit(MOST_NAMES)
            .map(entry -> entry.getKey() + " " + amount(entry.getValue()))
            .collect(Collectors.joining(", "));
    return "The scope's budget of %s is used up: %s needs %s more, and %d activations hold %s%s. From there on nothing was captured. Select fewer places, or keep less of them: statistics, mean(2, 3), slice(0, 0, 1), last, every(10)."
        .formatted(
            amount(limit),
            what,
            amount(bytes),
            activations.size(),
            amount(held),
            largest.isEmpty() ? "" : " (most: " + largest + ")");
  }

  static String amount(long bytes) {
    if (bytes < 1_000) {
      return bytes + " bytes";
    }
    return bytes < 1_000_000
        ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
