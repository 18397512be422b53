// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.weave;

import java.io.IOException;
import java.io.InputStream;

/**
 * Loads what weaving needs while the app goes on, where {@link ReadyWoven} has not all of it.
 *
 * <p>Byte Buddy is some 770 classes, a quarter of a second of a cold JVM. From DJL's first class to
 * its first block an app reads files and loads the engine's libraries, which leaves a core free.
 */
public final class WeavingAhead {
  /** Each {@code forward} of a block is this class's, so it is woven in any case. */
  private static final String FIRST_WOVEN = "ai/djl/nn/AbstractBaseBlock";

  private WeavingAhead() {}

  /**
   * Weaves a class of DJL, and forgets it.
   *
   * @param djl the loader of DJL's first class
   */
  public static void weaveForNothing(ClassLoader djl) {
    try (InputStream in = djl.getResourceAsStream(FIRST_WOVEN + ".class")) {
      if (in != null) {
        byte[] unused = ForwardTransformer.weave(FIRST_WOVEN, in.readAllBytes());
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      // Whoever weaves for good will meet it too, and say so.
    }
  }
}
