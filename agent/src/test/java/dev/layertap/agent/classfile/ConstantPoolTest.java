// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.classfile;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConstantPoolTest {
  private static final byte[] NOWHERE = "(Nowhere)V".getBytes(US_ASCII);

  /** Classes with numbers that take two places, with lambdas, with records, and with few texts. */
  @ParameterizedTest
  @ValueSource(classes = {Math.class, Arrays.class, Numbers.class, Set.class, Runnable.class})
  void eachTextIsFoundAndNoOther(Class<?> type) throws Exception {
    byte[] classFile = bytes(type);
    Set<String> texts = texts(classFile);
    for (String text : texts) {
      if (text.chars().allMatch(c -> c > 0 && c < 0x80)) {
        byte[] ascii = text.getBytes(US_ASCII);
        assertThat(ConstantPool.hasText(classFile, ascii, NOWHERE)).as(text).isTrue();
        assertThat(ConstantPool.hasText(classFile, NOWHERE, ascii)).as(text).isTrue();
      }
      byte[] longer = (text + "x").getBytes(US_ASCII);
      assertThat(ConstantPool.hasText(classFile, longer, NOWHERE))
          .as(text)
          .isEqualTo(texts.contains(text + "x"));
    }
    assertThat(texts).contains(type.getName().replace('.', '/'), "SourceFile");
  }

  @Test
  void aClassFileThatIsCutOffIsRefused() throws Exception {
    byte[] classFile = bytes(Numbers.class);
    byte[] cut = Arrays.copyOf(classFile, 60);
    assertThatThrownBy(() -> ConstantPool.hasText(cut, NOWHERE, NOWHERE))
        .isInstanceOf(IndexOutOfBoundsException.class);
    ConstantPool pool = new ConstantPool(cut);
    assertThatThrownBy(
            () -> {
              while (pool.next()) {
                assertThat(pool.end()).isGreaterThan(pool.start());
              }
            })
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static Set<String> texts(byte[] classFile) {
    Set<String> texts = new HashSet<>();
    ConstantPool pool = new ConstantPool(classFile);
    while (pool.next()) {
      if (pool.isText()) {
        texts.add(pool.text());
      }
    }
    return texts;
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    String file = "/" + type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getResourceAsStream(file)) {
      return in.readAllBytes();
    }
  }

  /** Has numbers between its texts, and a text that is another one's beginning. */
  record Numbers(long one, double two) {
    static final long LARGE = 1L << 40;
    static final double SMALL = 1e-40;
    static final String TEXTS = "two twofold";
  }
}
