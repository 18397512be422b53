// SPDX-License-Identifier: Apache-2.0
package dev.layertap.bridge;

import dev.layertap.CaptureScope;
import dev.layertap.Captured;
import dev.layertap.select.Place;
import dev.layertap.select.Selector;
import dev.layertap.sink.run.GuardedSink;
import dev.layertap.sink.run.PassBudget;
import dev.layertap.sink.run.SinkQueue;
import dev.layertap.sink.run.SinkRequest;
import dev.layertap.sink.run.Sinks;
import dev.layertap.take.Side;
import dev.layertap.text.Complaints;
import dev.layertap.trace.Call;
import dev.layertap.trace.CallObserver;
import dev.layertap.trace.Pass;
import dev.layertap.trace.Tracer;
import dev.layertap.value.Value;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives each pass that a sink wants a scope of its own, with the configured captures, and hands
 * what came of it to the sinks.
 *
 * <p>A pass that a scope in code follows already is left to that scope.
 */
final class ConfiguredPasses implements CallObserver {
  private static final int WAIT_MILLIS = 10;

  /** How long passes that run are waited for. */
  private static final int MOST_WAIT_MILLIS = 2_000;

  private final ConfiguredCaptures captures;
  private final List<Selector> selectors;
  private final Sinks sinks;
  private final SinkQueue queue;
  private final PassBudget time;
  private final PassRecord record;
  private final LongSupplier clock;
  private final Map<Pass, RunningPass> running = new ConcurrentHashMap<>();
  private final Map<Pass, RuntimeException> verdicts = new ConcurrentHashMap<>();
  private final AtomicInteger passes = new AtomicInteger();
  private final AtomicBoolean complained = new AtomicBoolean();
  private volatile boolean finished;

  private ConfiguredPasses(
      ConfiguredCaptures captures, Sinks sinks, PassBudget time, LongSupplier clock) {
    this.captures = captures;
    this.selectors = captures.selectors();
    this.sinks = sinks;
    this.time = time;
    this.clock = clock;
    this.record = new PassRecord(captures.names());
    this.queue = new SinkQueue(sinks, captures.budget(), record::add);
  }

  /** Starts the sinks that the configuration names. */
  static ConfiguredPasses start(Map<String, Object> configuration, LongSupplier clock) {
    ConfiguredCaptures captures = ConfiguredCaptures.of(configuration);
    Sinks sinks = Sinks.start(SinkRequest.of(configuration), captures.areStrict(), clock);
    long limit =
        configuration.get("pass-budget") instanceof Long nanos ? nanos : PassBudget.STANDARD_NANOS;
    return new ConfiguredPasses(captures, sinks, new PassBudget(limit), clock);
  }

  @Override
  public void passStarted(Pass pass) {
    if (finished || Tracer.INSTANCE.isObservedHere()) {
      return;
    }
    int number = passes.getAndIncrement();
    if (!captures.areDueIn(number) || !time.includes(number)) {
      return;
    }
    List<GuardedSink> due = sinks.dueIn(number);
    long room = due.isEmpty() ? 0 : queue.room();
    if (room > 0) {
      fatalIfStrict(pass, () -> start(pass, number, due, room));
    }
  }

  private void start(Pass pass, int number, List<GuardedSink> due, long room) {
    long started = clock.getAsLong();
    CaptureScope scope = captures.open(number, room);
    TimedPlaces timed =
        pass.tree().remember(selectors, TimedPlaces.class, () -> new TimedPlaces(selectors));
    RunningPass one = new RunningPass(number, scope, due, timed, room == captures.budget(), clock);
    running.put(pass, one);
    one.tookOfOurs(clock.getAsLong() - started);
    if (finished && running.remove(pass) != null) {
      scope.close(); // whoever finishes may not have seen it
    }
  }

  /** The pass's scope follows its calls; this takes the time of those that are selected. */
  @Override
  public boolean wants(Pass pass, Place place, Side side) {
    RunningPass one = running.get(pass);
    if (one == null || !one.times(place)) {
      return false;
    }
    if (side == Side.INPUT) {
      one.callStarted(place);
      return false;
    }
    return true;
  }

  @Override
  public void passed(Call call, Side side, Value value) {
    RunningPass one = running.get(call.pass());
    if (one != null) {
      one.callEnded(call.place());
    }
  }

  @Override
  public void passEnded(Pass pass) {
    RunningPass one = running.remove(pass);
    if (one != null) {
      long started = clock.getAsLong();
      try {
        record.ran(pass.tree());
        fatalIfStrict(pass, () -> requireComplete(one.scope()));
        Captured captured = one.scope().handOver();
        handOver(pass, one, captured);
        one.tookOfOurs(clock.getAsLong() - started);
        time.took(one.overhead(captured)).ifPresent(this::say);
      } catch (RuntimeException | Error e) {
        one.scope().close();
        throw e;
      }
    }
  }

  private void handOver(Pass pass, RunningPass one, Captured captured) {
    if (one.isCutShort(captured)) {
      one.scope().close();
      queue.drop();
    } else {
      queue.put(one.handOver(pass.tree().root().type(), captured), one.scope(), one.due());
    }
  }

  private void say(String line) {
    record.error(line);
    Complaints.say(line);
  }

  private void requireComplete(CaptureScope scope) {
    if (captures.areStrict()) {
      scope.requireComplete();
    } else {
      sayFirst(scope.internalErrors());
    }
  }

  private void sayFirst(List<String> errors) {
    if (!errors.isEmpty() && complained.compareAndSet(false, true)) {
      Complaints.say("a capture failed, and the model goes on: " + errors.get(0));
    }
  }

  private void fatalIfStrict(Pass pass, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | LinkageError e) {
      if (!captures.areStrict()) {
        throw e;
      }
      verdicts.put(
          pass,
          e instanceof RuntimeException known ? known : new IllegalStateException(e.toString(), e));
    }
  }

  @Override
  public @Nullable RuntimeException verdict(Pass pass) {
    return verdicts.remove(pass);
  }

  @Override
  public void failed(String doing, Throwable error) {
    record.error("failed " + doing + ": " + Complaints.described(error));
    if (complained.compareAndSet(false, true)) {
      Complaints.say(
          "failed " + doing + (captures.areStrict() ? "" : "; the model goes on"), error);
    }
  }

  /** As {@link ConfiguredRun} describes it. */
  Map<String, Object> report() {
    return record.facts(passes.get(), queue, sinks, time.state());
  }

  /**
   * Takes no further passes, and waits for those that run: what is captured of them already shall
   * not be lost. One that runs for very long is not waited for.
   *
   * @param millis how long there is for this and for {@link #close}
   * @return how much is left of that
   */
  long finish(long millis) {
    finished = true;
    long left = millis;
    while (!running.isEmpty() && left > millis - MOST_WAIT_MILLIS) {
      try {
        Thread.sleep(WAIT_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
      left -= WAIT_MILLIS;
    }
    return left;
  }

  /**
   * Releases what the passes hold that did not end, and gives the sinks what waits for them. For
   * whoever has seen to it that no pass is told of any more.
   *
   * @param millis how long the sinks may take
   */
  void close(long millis) {
    running.values().forEach(one -> one.scope().close());
    running.clear();
    verdicts.clear();
    queue.close(millis);
  }
}
