// SPDX-License-Identifier: Apache-2.0
package dev.layertap.bridge;

import dev.layertap.Layertap;
import java.util.Map;

/** Where the agent starts core in an app that may have a configuration and no code of ours. */
public final class ConfiguredStart {
  private ConfiguredStart() {}

  /**
   * Begins to capture what the agent's configuration names, in every pass of every thread.
   *
   * @param configuration as the agent read it
   * @return ends it; whoever holds this keeps core alive. It is a {@link
   *     java.util.function.Supplier} too, of a map with what there is to know: {@link
   *     ConfiguredRun} has the keys
   * @throws dev.layertap.LayertapException if a capture does not follow the grammar, or two share a
   *     name
   * @throws IllegalArgumentException if there is no such sink or option of it, or a value that
   *     cannot be used
   */
  public static AutoCloseable start(Map<String, Object> configuration) {
    // Opened once for its checks, so that a damaged configuration is said here and not in each
    // pass.
    Layertap.builder().addConfigured().open().close();
    return ConfiguredRun.of(ConfiguredPasses.start(configuration, System::nanoTime));
  }
}
