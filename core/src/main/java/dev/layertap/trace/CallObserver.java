// SPDX-License-Identifier: Apache-2.0
package dev.layertap.trace;

import ai.djl.ndarray.NDList;
import dev.layertap.select.Place;
import dev.layertap.value.Value;

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
   * A block's {@code forward} begins, the root's own included.
   *
   * @param call where it runs
   * @param inputs what it was given; the list may be changed by the block
   * @return true to be told when it returns
   */
  boolean entered(Call call, NDList inputs);

  /**
   * A block's {@code forward} returned, one that {@link #entered} asked for.
   *
   * @param call the call that {@link #entered} was told
   * @param outputs what it returned; the list may be changed by the caller
   */
  void exited(Call call, NDList outputs);

  /**
   * A block is about to run that has modules inside.
   *
   * @param pass the pass
   * @param module one of the modules
   * @return true to be told what it returned
   */
  default boolean wants(Pass pass, Place module) {
    return false;
  }

  /**
   * A module ran, one that {@link #wants} asked for.
   *
   * @param call where it ran
   * @param outputs what it returned, as long as this method runs
   */
  default void reported(Call call, Value outputs) {}

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
