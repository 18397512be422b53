// SPDX-License-Identifier: Apache-2.0
package dev.layertap.file;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A file of arrays that cannot be read or written; the message says why, and what to do. */
public final class ArrayFileException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  ArrayFileException(String message) {
    super(message);
  }

  ArrayFileException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
