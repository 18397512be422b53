// SPDX-License-Identifier: Apache-2.0
package dev.layertap.trace;

import ai.djl.ndarray.NDList;

/**
 * Follows forward passes, as they run and on the thread that runs them.
 *
 * <p>What an observer throws never reaches the app: it is handed to {@link #failed}.
 */
public interface CallObserver {
  /**
   * A root's {@code forward} begins.
   *
   * @param pass the pass
   */
  default void passStarted(Pass pass) {}

  /**
   * A {@code forward} begins, the root's own included.
   *
   * @param call where it runs, and on what
   * @return true to be told when it returns
   */
  boolean entered(Call call);

  /**
   * A {@code forward} returned, one that {@link #entered} asked for.
   *
   * @param call the call that {@link #entered} was told
   * @param outputs what it returned; the list may still be changed by the caller
   */
  void exited(Call call, NDList outputs);

  /**
   * A root's {@code forward} returned or threw.
   *
   * @param pass the pass that {@link #passStarted} was told
   */
  default void passEnded(Pass pass) {}

  /**
   * This observer threw.
   *
   * @param doing what it was told at that moment, for messages
   * @param error what it threw
   */
  void failed(String doing, Throwable error);
}
