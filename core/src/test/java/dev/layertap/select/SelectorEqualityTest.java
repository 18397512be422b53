// SPDX-License-Identifier: Apache-2.0
package dev.layertap.select;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorEqualityTest {
  private static CaptureRequest request(String capture) {
    return SelectorParser.capture(capture, Optional.empty(), "open(...)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.b",
        "x=a.b",
        "layer*.0.bn?",
        "**",
        "/a.*/",
        "type:Batch*",
        "@comp",
        "not (a or b*) and c"
      })
  void capturesThatReadAlikeAreEqual(String text) {
    assertThat(request(text)).isEqualTo(request(text)).hasSameHashCodeAs(request(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.c", "x=a.b", "a\\\\.b", "a.?", "a.*", "/a.b/", "type:a.b", "@a.b"})
  void capturesThatPickOtherwiseAreNot(String text) {
    assertThat(request(text)).isNotEqualTo(request("a.b"));
  }
}
