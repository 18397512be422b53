// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.run;

import dev.layertap.CaptureScope;
import dev.layertap.sink.SinkPass;
import dev.layertap.text.Complaints;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Where passes wait for the sinks: bounded in number and in bytes. A pass that finds it full is
 * lost, counted, and said once.
 *
 * <p>Its thread is a daemon and ends when there is nothing to do, since a thread of core's would
 * keep a web app that is undeployed.
 */
public final class SinkQueue {
  private static final int MOST_PASSES = 64;
  private static final long IDLE_MILLIS = 500;

  private final Sinks sinks;
  private final long budget;
  private final Consumer<SinkPass> taken;
  private final ThreadPoolExecutor worker;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicBoolean complained = new AtomicBoolean();

  /**
   * Makes an empty queue.
   *
   * @param sinks closed when the queue is
   * @param budget how many bytes may wait
   * @param taken told of each pass on the worker's thread, before the sinks
   */
  public SinkQueue(Sinks sinks, long budget, Consumer<SinkPass> taken) {
    this.sinks = sinks;
    this.budget = budget;
    this.taken = taken;
    this.worker =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_MILLIS,
            TimeUnit.MILLISECONDS,
            new ArrayBlockingQueue<>(MOST_PASSES),
            SinkQueue::thread);
    worker.allowCoreThreadTimeOut(true);
  }

  /**
   * Made with core's own rights and nothing of the caller's: until JDK 24 a thread keeps the rights
   * it was made with, those of all classes on the stack, and so the loader of the web app whose
   * pass happened to need it. With DJL in a shared loader that may be undeployed while the passes
   * of another keep this thread busy.
   */
  @SuppressWarnings("removal")
  private static Thread thread(Runnable work) {
    Thread thread =
        AccessController.doPrivileged(
            (PrivilegedAction<Thread>) () -> new Thread(null, work, "layertap-sinks", 0, false));
    thread.setDaemon(true);
    thread.setContextClassLoader(SinkQueue.class.getClassLoader());
    // What gets here could not be said: the loader of a web app that was undeployed finds nothing
    // any more, not even the JDK.
    thread.setUncaughtExceptionHandler((ended, error) -> {});
    return thread;
  }

  /**
   * Returns how many bytes a pass that begins now may hold.
   *
   * @return what is left of the budget; 0 if the queue is full, which counts as a pass that was
   *     dropped
   */
  public long room() {
    long room = worker.getQueue().remainingCapacity() == 0 ? 0 : budget - bytes.get();
    if (room <= 0) {
      drop();
    }
    return Math.max(room, 0);
  }

  /**
   * Hands over a pass.
   *
   * @param pass what the sinks are given
   * @param scope what holds its arrays, closed once they have it
   * @param due the sinks
   */
  public void put(SinkPass pass, CaptureScope scope, List<GuardedSink> due) {
    Waiting waiting = new Waiting(pass, scope, due);
    bytes.addAndGet(waiting.held);
    try {
      worker.execute(waiting);
    } catch (RejectedExecutionException e) {
      waiting.release();
      drop();
    }
  }

  /** A pass on its way. */
  private final class Waiting implements Runnable {
    private final SinkPass pass;
    private final CaptureScope scope;
    private final List<GuardedSink> due;
    private final long held;

    Waiting(SinkPass pass, CaptureScope scope, List<GuardedSink> due) {
      this.pass = pass;
      this.scope = scope;
      this.due = due;
      this.held = pass.captured().bytes();
    }

    @Override
    public void run() {
      try {
        taken.accept(pass);
        due.forEach(sink -> sink.write(pass));
      } catch (RuntimeException | Error e) {
        Complaints.say("a pass could not be taken", e);
      } finally {
        release();
      }
    }

    void release() {
      bytes.addAndGet(-held);
      scope.close();
    }
  }

  /** A pass that was captured, or would have been, and that no sink sees. */
  public void drop() {
    dropped.incrementAndGet();
    if (!worker.isShutdown() && complained.compareAndSet(false, true)) {
      Complaints.say(
          "passes come faster than the sinks take them: some are not captured. Sample with every"
              + " or rate, or capture less.");
    }
  }

  /**
   * Gives the sinks what waits, and closes them.
   *
   * @param millis how long that may take; what is left then is released unseen
   */
  public void close(long millis) {
    if (worker.isShutdown()) {
      return;
    }
    try {
      Thread last = thread(() -> drain(millis));
      last.start();
      last.join(millis + IDLE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void drain(long millis) {
    worker.shutdown();
    try {
      if (!worker.awaitTermination(millis, TimeUnit.MILLISECONDS)) {
        sinks.abandon();
        for (Runnable left : worker.shutdownNow()) {
          ((Waiting) left).release();
          dropped.incrementAndGet();
        }
        Complaints.say("the sinks were still busy, and what waited for them is lost");
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    sinks.close();
  }

  /**
   * Returns how many passes were lost.
   *
   * @return the count so far
   */
  public long dropped() {
    return dropped.get();
  }

  /**
   * Returns how many passes wait.
   *
   * @return the count now
   */
  public int waiting() {
    return worker.getQueue().size();
  }

  /**
   * Returns how many bytes the passes hold that wait or are being taken.
   *
   * @return in bytes
   */
  public long bytes() {
    return bytes.get();
  }
}
