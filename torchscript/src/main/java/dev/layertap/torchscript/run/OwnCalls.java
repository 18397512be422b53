// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Marks what a thread does in the engine on our account, so that we do not step in again. */
final class OwnCalls {
  @SuppressWarnings("ThreadLocalUsage") // there is one of this class for one engine
  private final ThreadLocal<@Nullable Boolean> ours = new ThreadLocal<>();

  /** What to run instead of a call of the engine; null if the call is our own. */
  @Nullable Instead instead(Callable<? extends @Nullable Object> body) {
    if (ours.get() != null) {
      return null;
    }
    return new Instead(
        () -> {
          ours.set(true);
          try {
            return body.call();
          } finally {
            ours.remove();
          }
        });
  }
}
