// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import dev.layertap.trace.CallObserver;
import dev.layertap.trace.Tracer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** The threads that a scope follows: its own, those it is handed to, or all. */
final class FollowedThreads {
  private final CallObserver observer;
  private final List<Runnable> following = new ArrayList<>();
  private final String opener;
  private final boolean all;
  private boolean ended;

  FollowedThreads(CallObserver observer, boolean all) {
    this.observer = observer;
    this.opener = Thread.currentThread().getName();
    following.add(
        all
            ? Tracer.INSTANCE.observeAllThreads(observer)
            : Tracer.INSTANCE.observeThisThread(observer));
    this.all = all;
  }

  /** For messages. */
  String described() {
    return all ? "all threads" : "the thread that opened it (%s)".formatted(opener);
  }

  /** Runs a task on the calling thread, and follows the thread meanwhile. */
  <T> T call(Callable<T> task) throws Exception {
    Runnable stop = followThisThread();
    try {
      return task.call();
    } finally {
      stop.run();
    }
  }

  /** A thread that is followed already stays so; one of a closed scope is not followed. */
  private synchronized Runnable followThisThread() {
    if (ended || all || Tracer.INSTANCE.isObservedHereBy(observer)) {
      return () -> {};
    }
    Runnable stop = Tracer.INSTANCE.observeThisThread(observer);
    following.add(stop);
    return () -> stop(stop);
  }

  private synchronized void stop(Runnable stop) {
    following.remove(stop);
    stop.run();
  }

  synchronized void stopAll() {
    ended = true;
    for (Runnable stop : following) {
      stop.run();
    }
    following.clear();
  }
}
