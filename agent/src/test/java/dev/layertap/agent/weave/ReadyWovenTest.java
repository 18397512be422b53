// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.weave;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.agent.engine.EngineTransformer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadyWovenTest {
  private static final String BLOCK = "ai/djl/nn/AbstractBaseBlock";

  private static byte[] plain(String className) throws IOException {
    try (InputStream in =
        ReadyWovenTest.class.getClassLoader().getResourceAsStream(className + ".class")) {
      assertThat(in).as(className).isNotNull();
      return in.readAllBytes();
    }
  }

  /** Fails too if the advice has changed since the build wove them. */
  @ParameterizedTest
  @ValueSource(strings = {"ai/djl/nn/Block", BLOCK})
  void blocksAreWhatWeavingMakesOfThem(String className) throws IOException {
    byte[] plain = plain(className);

    assertThat(ReadyWoven.find(className, plain))
        .isNotNull()
        .isNotEqualTo(plain)
        .isEqualTo(ForwardTransformer.weaveAnew(className, plain));
  }

  @ParameterizedTest
  @ValueSource(strings = {"JniUtils", "IValueUtils", "IValue"})
  void theEnginesClassesAreWhatWeavingMakesOfThem(String simpleName) throws IOException {
    String className = "ai/djl/pytorch/jni/" + simpleName;
    byte[] plain = plain(className);

    assertThat(ReadyWoven.find(className, plain))
        .isNotNull()
        .isNotEqualTo(plain)
        .isEqualTo(EngineTransformer.weaveAnew(getClass().getClassLoader(), className, plain));
  }

  @Test
  void anotherClassOfTheSameNameIsNone() throws IOException {
    byte[] plain = plain(BLOCK);
    byte[] longer = Arrays.copyOf(plain, plain.length + 1);
    byte[] changed = plain.clone();
    changed[changed.length - 1] ^= 1;

    assertThat(ReadyWoven.find(BLOCK, longer)).isNull();
    assertThat(ReadyWoven.find(BLOCK, changed)).isNull();
    assertThat(ReadyWoven.find(BLOCK, requireNonNull(ReadyWoven.find(BLOCK, plain)))).isNull();
  }

  @Test
  void classesThatAreNotWovenAreNone() throws IOException {
    assertThat(ReadyWoven.find("ai/djl/nn/AbstractBlock", plain("ai/djl/nn/AbstractBlock")))
        .isNull();
    assertThat(ReadyWoven.find("org/acme/Own", new byte[] {1})).isNull();
    assertThat(ReadyWoven.find("ai/djl/../../ready", new byte[] {1})).isNull();
  }
}
