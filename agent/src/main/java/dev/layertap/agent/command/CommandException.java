// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.command;

/** A command that cannot be done. Its message is written for the user. */
public final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The status of a command that was written wrongly. */
  public static final int USAGE = 2;

  /** The command's exit status. */
  private final int status;

  CommandException(String message) {
    this(1, message);
  }

  /**
   * Says what is wrong.
   *
   * @param status the command's exit status
   * @param message a sentence that says what to do
   */
  public CommandException(int status, String message) {
    super(message);
    this.status = status;
  }

  /**
   * Returns the exit status.
   *
   * @return 1 for what cannot be done, 2 for what was written wrongly
   */
  public int status() {
    return status;
  }
}
