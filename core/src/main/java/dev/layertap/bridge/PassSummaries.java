// SPDX-License-Identifier: Apache-2.0
package dev.layertap.bridge;

import dev.layertap.CaptureScope;
import dev.layertap.select.Place;
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
import org.jspecify.annotations.Nullable;

/**
 * Gives each pass a scope of its own, with the configured captures, and says on stderr what came of
 * it.
 *
 * <p>A pass that a scope in code follows already is left to that scope.
 */
final class PassSummaries implements CallObserver {
  private static final int WAIT_MILLIS = 10;
  private static final int MOST_WAITS = 200;

  private final ConfiguredCaptures captures;
  private final Map<Pass, Numbered> open = new ConcurrentHashMap<>();
  private final Map<Pass, RuntimeException> verdicts = new ConcurrentHashMap<>();
  private final AtomicInteger passes = new AtomicInteger();
  private final AtomicBoolean complained = new AtomicBoolean();
  private final PassRecord record = new PassRecord();
  private volatile boolean finished;

  PassSummaries(ConfiguredCaptures captures) {
    this.captures = captures;
  }

  private record Numbered(int number, CaptureScope scope) {}

  @Override
  public void passStarted(Pass pass) {
    if (!finished && !Tracer.INSTANCE.isObservedHere()) {
      int number = passes.getAndIncrement();
      if (captures.areDueIn(number)) {
        fatalIfStrict(pass, () -> open.put(pass, new Numbered(number, captures.open(number))));
      }
    }
  }

  @Override
  public boolean wants(Pass pass, Place place, Side side) {
    return false; // the pass's scope follows its calls
  }

  @Override
  public void passed(Call call, Side side, Value value) {}

  @Override
  public void passEnded(Pass pass) {
    Numbered numbered = open.remove(pass);
    if (numbered != null) {
      fatalIfStrict(pass, () -> sumUp(pass, numbered));
    }
  }

  private void sumUp(Pass pass, Numbered numbered) {
    try (CaptureScope scope = numbered.scope()) {
      record.note(pass, scope);
      Complaints.say(
          "pass %d of %s: %s"
              .formatted(numbered.number(), pass.tree().root().type(), scope.summary()));
      if (captures.areStrict()) {
        scope.requireComplete();
      } else {
        sayFirst(scope.internalErrors());
      }
    }
  }

  /**
   * Takes no further passes, and waits for those that run: what is captured of them already shall
   * not be lost. One that runs for very long is not waited for.
   */
  void finish() {
    finished = true;
    for (int waits = 0; !open.isEmpty() && waits < MOST_WAITS; waits++) {
      try {
        Thread.sleep(WAIT_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Releases what the passes hold that did not end. */
  void release() {
    open.values().forEach(numbered -> numbered.scope().close());
    open.clear();
    verdicts.clear();
  }

  @Override
  public Map<String, Object> facts() {
    return record.facts();
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
    if (complained.compareAndSet(false, true)) {
      Complaints.say(
          "failed " + doing + (captures.areStrict() ? "" : "; the model goes on"), error);
    }
  }
}
