// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.metrics;

import dev.layertap.sink.Sink;
import dev.layertap.sink.SinkException;
import dev.layertap.sink.SinkOptions;
import dev.layertap.sink.SinkPass;
import dev.layertap.text.Complaints;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps meters about passes, blocks and activations, for so many paths and no more. */
public final class MetricsSink implements Sink {
  private static final String TAGS = "tags";
  private static final String LIMIT = "limit";
  private static final int STANDARD_LIMIT = 100;

  private final Set<String> paths = new HashSet<>();
  private int limit;
  private volatile int known;
  private volatile boolean isFull;
  private @Nullable Meters meters;

  /** For the configuration. */
  public MetricsSink() {}

  @Override
  public String name() {
    return "metrics";
  }

  @Override
  public Set<String> options() {
    return Set.of(TAGS, LIMIT);
  }

  @Override
  public void start(SinkOptions options) throws SinkException {
    limit = options.count(LIMIT, STANDARD_LIMIT);
    Map<String, String> tags = options.pairs(TAGS);
    meters = made(() -> new MicrometerMeters(tags), () -> new JmxMeters(tags));
  }

  /** The first whose library is there. */
  private static Meters made(Supplier<Meters> micrometer, Supplier<Meters> jmx)
      throws SinkException {
    try {
      return micrometer.get();
    } catch (LinkageError noMicrometer) {
      try {
        return jmx.get();
      } catch (LinkageError noJmx) {
        throw new SinkException(
            "there is no Micrometer beside DJL, and this Java runtime is without the module"
                + " java.management");
      }
    }
  }

  @Override
  public void write(SinkPass pass) {
    Meters target = meters;
    if (target == null) {
      throw new IllegalStateException("not started");
    }
    target.pass(pass.model(), pass.duration().toNanos());
    pass.calls()
        .forEach(
            call -> {
              if (mayKnow(pass.model(), call.path())) {
                target.block(pass.model(), call.path(), call.type(), call.nanos());
              }
            });
    pass.captured()
        .leaves()
        .forEach(
            leaf -> {
              String path = leaf.activation().path();
              if (mayKnow(pass.model(), path)) {
                leaf.statistics()
                    .ifPresent(
                        numbers ->
                            target.activation(
                                pass.model(), path, leaf.activation().blockType(), numbers));
              }
            });
  }

  /** Each path has some meters of its own, and monitoring systems pay for each. */
  private boolean mayKnow(String model, String path) {
    String key = model + " " + path;
    if (paths.contains(key)) {
      return true;
    }
    if (paths.size() < limit) {
      known = paths.size() + 1;
      return paths.add(key);
    }
    if (!isFull) {
      isFull = true;
      Complaints.say(
          "the sink \"metrics\" keeps meters for %d paths, its \"limit\", and for no more"
              .formatted(limit));
    }
    return false;
  }

  @Override
  public Map<String, Object> facts() {
    Meters target = meters;
    return Map.of(
        "meters", target == null ? "none" : target.kind(), "paths", known, "isFull", isFull);
  }

  @Override
  public void close() {
    Meters target = meters;
    meters = null;
    if (target != null) {
      target.close();
    }
  }
}
