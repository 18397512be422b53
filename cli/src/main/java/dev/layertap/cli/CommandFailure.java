// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Ends a command with a message for its user and an exit status. */
final class CommandFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;

  private CommandFailure(int status, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  static CommandFailure miss(String message) {
    return new CommandFailure(ExitCodes.MISS, message, null);
  }

  static CommandFailure wrongUse(String message) {
    return new CommandFailure(ExitCodes.WRONG_USE, message, null);
  }

  static CommandFailure wrongUse(String message, Throwable cause) {
    return new CommandFailure(ExitCodes.WRONG_USE, message, cause);
  }

  int status() {
    return status;
  }
}
