// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.run;

import dev.layertap.sink.CallListener;
import dev.layertap.sink.Sink;
import dev.layertap.sink.SinkException;
import dev.layertap.sink.SinkPass;
import dev.layertap.text.Complaints;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A sink whose failures are counted and said, and go no further. */
public final class GuardedSink {
  private static final int TOO_MANY = 3;

  private final String name;
  private final Sink sink;
  private final Sampler sampler;
  private final AtomicLong passes = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private int inARow;
  private volatile Optional<String> off = Optional.empty();

  GuardedSink(String name, Sink sink, Sampler sampler) {
    this.name = name;
    this.sink = sink;
    this.sampler = sampler;
  }

  /** One that could not be started: it is listed with the reason, and given nothing. */
  static GuardedSink notStarted(String name, Sink sink, Throwable error) {
    GuardedSink guarded = new GuardedSink(name, sink, new Sampler(1, 0, () -> 0));
    guarded.off = Optional.of(reason(error));
    Complaints.say("the sink \"%s\" is off: %s".formatted(name, reason(error)));
    return guarded;
  }

  boolean wants(int pass) {
    return off.isEmpty() && sampler.includes(pass);
  }

  /**
   * Returns who is told of calls while they run.
   *
   * @return the sink, if it wants that
   */
  public Optional<CallListener> callListener() {
    return sink instanceof CallListener listener ? Optional.of(listener) : Optional.empty();
  }

  void write(SinkPass pass) {
    if (off.isPresent()) {
      return;
    }
    try {
      sink.write(pass);
      passes.incrementAndGet();
      inARow = 0;
    } catch (Throwable e) { // it may be anybody's
      failed(pass, e);
    }
  }

  private void failed(SinkPass pass, Throwable error) {
    if (off.isPresent()) {
      return; // it was interrupted
    }
    inARow++;
    boolean lasting = error instanceof SinkException known && known.isLasting();
    if (failures.incrementAndGet() == 1 && !lasting) {
      Complaints.say(
          "the sink \"%s\" failed at pass %d, and the model goes on: %s"
              .formatted(name, pass.number(), reason(error)));
    }
    if (lasting || inARow == TOO_MANY) {
      off =
          Optional.of(
              lasting
                  ? reason(error)
                  : TOO_MANY + " failures in a row; the last: " + reason(error));
      Complaints.say("the sink \"%s\" is off: %s".formatted(name, off.get()));
      Optional<String> unused = finish();
    }
  }

  void close() {
    if (off.isEmpty()) {
      off = Optional.of("closed");
      finish()
          .ifPresent(
              error ->
                  Complaints.say("the sink \"%s\" could not finish: %s".formatted(name, error)));
    }
  }

  /** Leaves it alone, as it is still busy and may be for ever. */
  void abandon() {
    if (off.isEmpty()) {
      off = Optional.of("closed while it was busy");
    }
  }

  /** Why it could not. */
  private Optional<String> finish() {
    try {
      sink.close();
      return Optional.empty();
    } catch (Throwable e) { // it may be anybody's
      return Optional.of(reason(e));
    }
  }

  /** Words for users as they are, of all else its type too. */
  static String reason(Throwable error) {
    return error instanceof SinkException
        ? String.valueOf(error.getMessage())
        : Complaints.described(error);
  }

  Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("name", name);
    facts.put("on", off.isEmpty());
    off.ifPresent(reason -> facts.put("reason", reason));
    facts.put("passes", passes.get());
    facts.put("failures", failures.get());
    try {
      facts.putAll(sink.facts());
    } catch (RuntimeException | LinkageError e) {
      facts.put("error", reason(e));
    }
    return facts;
  }
}
