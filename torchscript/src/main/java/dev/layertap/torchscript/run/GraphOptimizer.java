// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Libtorch's graph optimiser, which a twin runs without.
 *
 * <p>It profiles a graph's first run and compiles at the second, which takes ten passes' time and
 * more: the first passes of a scope would be those. Without it a graph is ready at once, and
 * computes the same.
 *
 * <p>The setting is one of the thread, and can be set and not be asked for: so the agent tells what
 * the app sets.
 */
final class GraphOptimizer {
  private final Consumer<Boolean> engine;

  @SuppressWarnings("ThreadLocalUsage") // there is one of this class for one engine
  private final ThreadLocal<@Nullable Boolean> switchedOff = new ThreadLocal<>();

  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<@Nullable Boolean> ours = new ThreadLocal<>();

  GraphOptimizer() {
    this(JniUtils::setGraphExecutorOptimize);
  }

  GraphOptimizer(Consumer<Boolean> engine) {
    this.engine = engine;
  }

  /** {@code JniUtils.setGraphExecutorOptimize}, on this thread. */
  void set(boolean enabled) {
    if (Boolean.TRUE.equals(ours.get())) {
      return;
    }
    if (enabled) {
      switchedOff.remove();
    } else {
      switchedOff.set(true);
    }
  }

  /** Whether it is on in this thread, as far as the agent was told. */
  boolean isOn() {
    return switchedOff.get() == null;
  }

  /** Runs something without it, and leaves the thread as the app has set it. */
  <T> T without(Supplier<T> body) {
    if (!isOn()) {
      return body.get();
    }
    switchTo(false);
    try {
      return body.get();
    } finally {
      switchTo(true);
    }
  }

  private void switchTo(boolean enabled) {
    ours.set(true);
    try {
      engine.accept(enabled);
    } finally {
      ours.set(false); // to remove it tidies up among all of the thread's
    }
  }
}
