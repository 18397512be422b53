// SPDX-License-Identifier: Apache-2.0
package dev.layertap.bridge;

import dev.layertap.CaptureScope;
import dev.layertap.Captured;
import dev.layertap.select.Place;
import dev.layertap.sink.CallListener;
import dev.layertap.sink.CallTime;
import dev.layertap.sink.SinkPass;
import dev.layertap.sink.run.GuardedSink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/** A pass that is captured for sinks, while it runs. */
final class RunningPass {
  private final int number;
  private final CaptureScope scope;
  private final List<GuardedSink> due;
  private final TimedPlaces timed;
  private final LongSupplier clock;
  private final List<CallListener> listeners;
  private final boolean isWhole;
  private final Instant started = Instant.now();
  private final long startedAt;

  /** The timed calls that run, the innermost first. */
  private final Deque<TimedCall> running = new ArrayDeque<>();

  private final List<CallTime> calls = new ArrayList<>();

  /** Layertap's own time, as far as it is not the scope's. */
  private long ownNanos;

  private record TimedCall(Place place, long startedAt, List<Runnable> ends) {}

  /**
   * Begins.
   *
   * @param isWhole whether the scope has the whole budget, and not what the queue left of it
   */
  RunningPass(
      int number,
      CaptureScope scope,
      List<GuardedSink> due,
      TimedPlaces timed,
      boolean isWhole,
      LongSupplier clock) {
    this.number = number;
    this.scope = scope;
    this.due = due;
    this.timed = timed;
    this.isWhole = isWhole;
    this.clock = clock;
    this.listeners = listeners(due);
    this.startedAt = clock.getAsLong();
  }

  private static List<CallListener> listeners(List<GuardedSink> due) {
    List<CallListener> listeners = new ArrayList<>(0);
    for (GuardedSink sink : due) {
      sink.callListener().ifPresent(listeners::add);
    }
    return listeners;
  }

  CaptureScope scope() {
    return scope;
  }

  List<GuardedSink> due() {
    return due;
  }

  boolean times(Place place) {
    return timed.contains(place);
  }

  void callStarted(Place place) {
    List<Runnable> ends = new ArrayList<>(listeners.size());
    for (CallListener listener : listeners) {
      Runnable end = listener.callStarted(number, place.path().toString(), place.type());
      if (end != null) {
        ends.add(end);
      }
    }
    running.push(new TimedCall(place, clock.getAsLong(), ends));
  }

  /** Calls inside of it that are still there threw, and nobody was told of their end. */
  void callEnded(Place place) {
    long now = clock.getAsLong();
    while (!running.isEmpty()) {
      TimedCall call = running.pop();
      if (call.place() == place) {
        call.ends().forEach(Runnable::run);
        calls.add(new CallTime(place.path().toString(), place.type(), now - call.startedAt()));
        return;
      }
    }
  }

  void tookOfOurs(long nanos) {
    ownNanos += nanos;
  }

  /** What Layertap took of the pass, with all that the scope copied in it. */
  long overhead(Captured captured) {
    return ownNanos + captured.keepingNanos();
  }

  /** Whether it has less than it should because of what waits for the sinks. */
  boolean isCutShort(Captured captured) {
    return !isWhole && captured.overBudget().isPresent();
  }

  SinkPass handOver(String model, Captured captured) {
    return new SinkPass(
        number,
        model,
        started,
        Duration.ofNanos(clock.getAsLong() - startedAt),
        List.copyOf(calls),
        captured);
  }
}
