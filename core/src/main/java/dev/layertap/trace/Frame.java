// SPDX-License-Identifier: Apache-2.0
package dev.layertap.trace;

import ai.djl.ndarray.NDList;
import java.util.Arrays;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A running call, and the observers that want to know how it ends. This is what the woven code
 * keeps between entry and exit.
 */
final class Frame implements BiFunction<Object, Throwable, Object> {
  private static final CallObserver[] NONE = {};

  private final ThreadTrace thread;
  private final @Nullable Frame caller;
  private final Call call;
  private CallObserver[] waiting = NONE;

  Frame(ThreadTrace thread, @Nullable Frame caller, Call call) {
    this.thread = thread;
    this.caller = caller;
    this.call = call;
  }

  Call call() {
    return call;
  }

  @Nullable Frame caller() {
    return caller;
  }

  boolean isRoot() {
    return caller == null;
  }

  void startPass(CallObserver[] observers) {
    for (CallObserver observer : observers) {
      try {
        observer.passStarted(call.pass());
      } catch (Throwable e) {
        observer.failed("when a pass started", e);
      }
    }
  }

  void enter(CallObserver[] observers) {
    for (CallObserver observer : observers) {
      try {
        if (observer.entered(call)) {
          waiting = Arrays.copyOf(waiting, waiting.length + 1);
          waiting[waiting.length - 1] = observer;
        }
      } catch (Throwable e) {
        observer.failed("when " + call + " started", e);
      }
    }
  }

  @Override
  public Object apply(Object outputs, Throwable thrown) {
    if (thrown == null && outputs instanceof NDList list) {
      for (CallObserver observer : waiting) {
        try {
          observer.exited(call, list);
        } catch (Throwable e) {
          observer.failed("when " + call + " ended", e);
        }
      }
    }
    thread.leave(this);
    return outputs;
  }

  void endPass(CallObserver[] observers) {
    for (CallObserver observer : observers) {
      try {
        observer.passEnded(call.pass());
      } catch (Throwable e) {
        observer.failed("when a pass ended", e);
      }
    }
  }
}
