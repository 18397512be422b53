// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import dev.layertap.agent.start.EngineAhead;
import dev.layertap.agent.weave.WeavingAhead;
import org.jspecify.annotations.Nullable;

/**
 * What the agent will need soon, done while the app goes on: from DJL's first class to its first
 * model an app reads files and loads the engine's libraries, which leaves a core free.
 */
final class AheadOfApp {
  private AheadOfApp() {}

  /**
   * Begins, on a thread that ends by itself.
   *
   * @param djl the loader of DJL's first class
   * @param engines makes ready what is not Byte Buddy; null if the agent could not begin
   */
  static void begin(ClassLoader djl, @Nullable EngineAhead engines) {
    Thread thread = new Thread(null, () -> work(djl, engines), "layertap-ahead", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null); // an app's, which may go before the thread does
    thread.start();
  }

  private static void work(ClassLoader djl, @Nullable EngineAhead engines) {
    WeavingAhead.weaveForNothing(djl);
    if (engines != null) {
      engines.prepare(djl);
    }
  }
}
