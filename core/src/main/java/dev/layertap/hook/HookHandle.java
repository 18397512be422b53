// SPDX-License-Identifier: Apache-2.0
package dev.layertap.hook;

import java.util.List;

/** Removes the one hook that it was given for. */
public final class HookHandle implements AutoCloseable {
  private final HookObserver observer;
  private final Runnable stopObserving;

  HookHandle(HookObserver observer, Runnable stopObserving) {
    this.observer = observer;
    this.stopObserving = stopObserving;
  }

  /**
   * Returns how often the hook has run.
   *
   * @return the count, of those runs too in which it threw
   */
  public long callCount() {
    return observer.callCount();
  }

  /**
   * Returns what the hook threw, which the model never sees.
   *
   * @return a line for the first errors, which names the call
   */
  public List<String> errors() {
    return observer.errors();
  }

  /**
   * Returns how often the hook threw.
   *
   * @return the count, of those errors too that {@link #errors()} no longer lists
   */
  public long errorCount() {
    return observer.errorCount();
  }

  /** Removes the hook. Removing it again does nothing. */
  public void remove() {
    stopObserving.run();
  }

  /** Removes the hook, at the end of a {@code try}. */
  @Override
  public void close() {
    remove();
  }
}
