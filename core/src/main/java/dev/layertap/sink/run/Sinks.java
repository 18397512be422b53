// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.run;

import dev.layertap.sink.Sink;
import dev.layertap.sink.SinkOptions;
import dev.layertap.text.NearestNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Starts the sinks that a configuration asks for, and says which of them want a pass. */
public final class Sinks {
  private final List<GuardedSink> sinks;

  private Sinks(List<GuardedSink> sinks) {
    this.sinks = sinks;
  }

  /**
   * Starts sinks.
   *
   * @param requests what the configuration asks for
   * @param areStrict whether one that cannot start is a mistake like any other
   * @param clock nanoseconds from any beginning, for rates
   * @return those that started, and those that could not, which are off
   * @throws IllegalArgumentException if there is no such sink or option, or a value that cannot be
   *     used
   */
  public static Sinks start(List<SinkRequest> requests, boolean areStrict, LongSupplier clock) {
    Map<String, Supplier<? extends Sink>> known = KnownSinks.find();
    Map<SinkRequest, Sink> made = new LinkedHashMap<>();
    for (SinkRequest request : requests) { // all of them are checked before one begins to work
      made.put(request, checked(request, known));
    }
    List<GuardedSink> started = new ArrayList<>();
    try {
      made.forEach((request, sink) -> started.add(started(request, sink, areStrict, clock)));
    } catch (SinkConfigurationException e) {
      started.forEach(GuardedSink::close);
      throw e;
    }
    return new Sinks(List.copyOf(started));
  }

  private static Sink checked(SinkRequest request, Map<String, Supplier<? extends Sink>> known) {
    Supplier<? extends Sink> maker = known.get(request.name());
    if (maker == null) {
      throw request.mistake(
          "there is no sink \"%s\"%s"
              .formatted(request.name(), hint(request.name(), known.keySet())));
    }
    Sink sink = maker.get();
    Set<String> options = new LinkedHashSet<>(sink.options());
    options.add(Sampler.EVERY);
    options.add(Sampler.RATE);
    for (String option : request.options().keySet()) {
      if (!options.contains(option)) {
        throw request.mistake(
            "the sink \"%s\" has no option \"%s\"%s"
                .formatted(request.name(), option, hint(option, options)));
      }
    }
    return sink;
  }

  private static String hint(String wrong, Set<String> known) {
    String near = NearestNames.didYouMean(wrong, known);
    return near.isEmpty()
        ? " (known: " + String.join(", ", new TreeSet<>(known)) + ")"
        : " (" + near.strip() + ")";
  }

  private static GuardedSink started(
      SinkRequest request, Sink sink, boolean areStrict, LongSupplier clock) {
    SinkOptions options = new SinkOptions(request.name(), request.options());
    Sampler sampler;
    try {
      sampler = Sampler.of(options, clock);
      sink.start(options);
    } catch (IllegalArgumentException e) {
      throw request.mistake(String.valueOf(e.getMessage()));
    } catch (Exception | LinkageError e) {
      if (areStrict) {
        throw request.mistake(
            "the sink \"%s\" cannot start: %s".formatted(request.name(), GuardedSink.reason(e)));
      }
      return GuardedSink.notStarted(request.name(), sink, e);
    }
    return new GuardedSink(request.name(), sink, sampler);
  }

  /**
   * Chooses the sinks for a pass.
   *
   * @param pass its number
   * @return those that want it
   */
  public List<GuardedSink> dueIn(int pass) {
    List<GuardedSink> due = new ArrayList<>(sinks.size());
    for (GuardedSink sink : sinks) {
      if (sink.wants(pass)) {
        due.add(sink);
      }
    }
    return due;
  }

  void close() {
    sinks.forEach(GuardedSink::close);
  }

  void abandon() {
    sinks.forEach(GuardedSink::abandon);
  }

  /**
   * Returns what there is to know about the sinks.
   *
   * @return a map for each, of JDK types
   */
  public List<Map<String, Object>> facts() {
    return sinks.stream().map(GuardedSink::facts).toList();
  }
}
