// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.run;

import dev.layertap.sink.SinkOptions;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which passes a sink is given: one in so many, and no more than so many in a time. */
final class Sampler {
  static final String EVERY = "every";
  static final String RATE = "rate";

  private static final Pattern A_RATE = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]+)?)/(s|min|h)");

  private final int every;

  /** The shortest time between two passes, in nanoseconds. */
  private final long interval;

  private final LongSupplier clock;
  private Optional<Long> last = Optional.empty();

  Sampler(int every, long interval, LongSupplier clock) {
    this.every = every;
    this.interval = interval;
    this.clock = clock;
  }

  static Sampler of(SinkOptions options, LongSupplier clock) {
    return new Sampler(
        options.count(EVERY, 1),
        options.text(RATE).map(text -> interval(text, options)).orElse(0L),
        clock);
  }

  private static long interval(String text, SinkOptions options) {
    Matcher matcher = A_RATE.matcher(text.strip());
    if (!matcher.matches() || Double.parseDouble(matcher.group(1)) == 0) {
      throw options.mistake(RATE, "must be a rate such as 5/s, 0.5/s, 10/min or 1/h", text);
    }
    return (long) (nanos(matcher.group(2)) / Double.parseDouble(matcher.group(1)));
  }

  private static double nanos(String unit) {
    return switch (unit) {
      case "s" -> 1e9;
      case "min" -> 60e9;
      default -> 3_600e9;
    };
  }

  synchronized boolean includes(int pass) {
    if (pass % every != 0) {
      return false;
    }
    if (interval == 0) {
      return true;
    }
    long now = clock.getAsLong();
    if (last.isPresent() && now - last.get() < interval) {
      return false;
    }
    last = Optional.of(now);
    return true;
  }
}
