// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.metrics;

import dev.layertap.value.Statistics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Meters of the app's global registry. All that links to Micrometer.
 *
 * <p>Its summaries ignore what is negative. So the mean and the ends, which may be, are gauges of
 * the last pass, and what never is has a summary.
 */
final class MicrometerMeters implements Meters {
  private final MeterRegistry registry = Metrics.globalRegistry;
  private final Tags tags;
  private final Set<Meter> registered = new HashSet<>();

  /** What the gauges show; they hold it weakly. */
  private final Map<Tags, Last> last = new HashMap<>();

  MicrometerMeters(Map<String, String> tags) {
    Tags all = Tags.empty();
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      all = all.and(tag.getKey(), tag.getValue());
    }
    this.tags = all;
  }

  /** The statistics of the last pass. */
  private static final class Last {
    private volatile Statistics statistics;

    Last(Statistics statistics) {
      this.statistics = statistics;
    }
  }

  @Override
  public String kind() {
    return "Micrometer";
  }

  @Override
  public void pass(String model, long nanos) {
    record(Timer.builder("layertap.pass").tags(tags.and("model", model)), nanos);
  }

  @Override
  public void block(String model, String path, String type, long nanos) {
    record(Timer.builder("layertap.block").tags(of(model, path, type)), nanos);
  }

  private void record(Timer.Builder builder, long nanos) {
    Timer timer = builder.register(registry);
    registered.add(timer);
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  private Tags of(String model, String path, String type) {
    return tags.and("model", model, "path", path.isEmpty() ? "." : path, "type", type);
  }

  @Override
  public void activation(String model, String path, String type, Statistics statistics) {
    Tags at = of(model, path, type);
    Last known = last.get(at);
    if (known == null) {
      known = new Last(statistics);
      last.put(at, known);
      gauge("layertap.activation.mean", at, known, Statistics::mean);
      gauge("layertap.activation.min", at, known, Statistics::minimum);
      gauge("layertap.activation.max", at, known, Statistics::maximum);
    }
    known.statistics = statistics;
    summary("layertap.activation.std", at, statistics.standardDeviation());
    summary(
        "layertap.activation.zero",
        at,
        statistics.zero() / (double) Math.max(statistics.count(), 1));
    Counter counter = Counter.builder("layertap.activation.nonfinite").tags(at).register(registry);
    registered.add(counter);
    counter.increment((double) (statistics.nan() + statistics.infinite()));
  }

  private void gauge(String name, Tags at, Last known, ToDoubleFunction<Statistics> number) {
    registered.add(
        Gauge.builder(name, known, now -> number.applyAsDouble(now.statistics))
            .tags(at)
            .register(registry));
  }

  private void summary(String name, Tags at, double amount) {
    DistributionSummary summary = DistributionSummary.builder(name).tags(at).register(registry);
    registered.add(summary);
    if (Double.isFinite(amount)) {
      summary.record(amount);
    }
  }

  @Override
  public void close() {
    registered.forEach(registry::remove);
    registered.clear();
    last.clear();
  }
}
