// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.cache;

import java.io.IOException;
import java.io.Serial;

/** The cache cannot be used; the message names the folder, says why, and what to do. */
public final class UnusableCacheException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  UnusableCacheException(String message) {
    super(message);
  }

  UnusableCacheException(String message, Throwable cause) {
    super(message, cause);
  }
}
