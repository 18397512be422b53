// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.weave;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class UnloadableTest {
  /** Defines a class as the JVM does with what a transformer returns. */
  private static final class Loader extends ClassLoader {
    void define(String name, byte[] classFile) {
      defineClass(name, classFile, 0, classFile.length);
    }
  }

  @Test
  void theJvmRefusesItWithAWordThatLeadsToTheReason() {
    assertThatExceptionOfType(NoClassDefFoundError.class)
        .isThrownBy(() -> new Loader().define("ai.djl.nn.Block", Unloadable.classFile()))
        .withMessage(
            "ai/djl/nn/Block (wrong name: Layertap could not weave it and strict=true: its reason"
                + " stands on stderr)");
  }
}
