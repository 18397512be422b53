// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink;

/** Why a sink cannot go on, in words for the user. */
public final class SinkException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Whether it makes no sense to try again. */
  private final boolean lasting;

  /**
   * Makes one for something that another pass may not meet.
   *
   * @param message a sentence, in words for the user
   */
  public SinkException(String message) {
    this(message, false);
  }

  private SinkException(String message, boolean lasting) {
    super(message);
    this.lasting = lasting;
  }

  /**
   * Makes one after which the sink is told nothing more.
   *
   * @param message a sentence, in words for the user
   * @return the exception
   */
  public static SinkException lasting(String message) {
    return new SinkException(message, true);
  }

  /**
   * Returns whether it makes no sense to try again.
   *
   * @return true if the sink shall be told nothing more
   */
  public boolean isLasting() {
    return lasting;
  }
}
