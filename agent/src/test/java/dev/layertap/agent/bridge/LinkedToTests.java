// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.bridge;

import java.io.IOException;

/** Woven code that calls the test's own copy of the bridge: the JVM of a test has no agent. */
public final class LinkedToTests {
  private LinkedToTests() {}

  /** Turns each mention of the bridge in a woven class file to the class of the test. */
  public static byte[] of(byte[] classFile) throws IOException {
    return new Renaming("java/lang/$LayertapBridge", "dev/layertap/agent/bridge/Bridge")
        .apply(classFile);
  }
}
