// SPDX-License-Identifier: Apache-2.0
package dev.layertap.bridge;

import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.select.Place;
import dev.layertap.take.Side;
import dev.layertap.trace.Call;
import dev.layertap.trace.CallObserver;
import dev.layertap.trace.Pass;
import dev.layertap.trace.Tracer;
import dev.layertap.value.Value;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives each pass a scope of its own, with the configured captures, and says on stderr what came of
 * it.
 *
 * <p>A pass that a scope in code follows already is left to that scope.
 */
final class PassSummaries implements CallObserver {
  private final Map<Pass, CaptureScope> open = new ConcurrentHashMap<>();
  private final AtomicLong passes = new AtomicLong();
  private final AtomicBoolean complained = new AtomicBoolean();

  @Override
  public void passStarted(Pass pass) {
    if (!Tracer.INSTANCE.isObservedHere()) {
      open.put(pass, Layertap.builder().addConfigured().open());
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
    try (CaptureScope scope = open.remove(pass)) {
      if (scope != null) {
        System.err.println(
            "[layertap] pass %d of %s: %s"
                .formatted(passes.getAndIncrement(), pass.tree().root().type(), scope.summary()));
      }
    }
  }

  @Override
  public void failed(String doing, Throwable error) {
    if (complained.compareAndSet(false, true)) {
      System.err.println("[layertap] failed " + doing + "; the model goes on: " + error);
    }
  }
}
