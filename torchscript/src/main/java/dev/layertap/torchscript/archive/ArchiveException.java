// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.archive;

import java.io.IOException;
import java.io.Serial;

/** A file that is no TorchScript archive, or a broken one; the message says what to do. */
public final class ArchiveException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message the file, what was expected, what was found, and what to do next
   */
  public ArchiveException(String message) {
    super(message);
  }

  /**
   * Makes an exception with a cause.
   *
   * @param message the file, what was expected, what was found, and what to do next
   * @param cause what was thrown below
   */
  public ArchiveException(String message, Throwable cause) {
    super(message, cause);
  }
}
