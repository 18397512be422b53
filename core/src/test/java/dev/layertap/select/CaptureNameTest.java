// SPDX-License-Identifier: Apache-2.0
package dev.layertap.select;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"comp", "layer3.out", "and", "a#1", "ä-ö", "<x>", "type:x", "a|b"})
  void aNameIsWhatASelectorPicks(String name) {
    assertThat(CaptureName.problem(name)).isEmpty();
    assertThat(SelectorParser.selector("@" + name).matches(TestPlace.at("x").annotated(name)))
        .isTrue();
    assertThat(SelectorParser.capture(name + "=x", Optional.empty(), "test").name()).contains(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b", "a\n", "a=b", "(a", "a)", "a/b", "@a", "a*", "a?", "a\\", "\u0007"})
  void whatMeansSomethingInSelectorsIsNone(String name) {
    assertThat(CaptureName.problem(name))
        .contains("it may hold no blanks and none of = ( ) / @ * ? \\");
  }

  @ParameterizedTest
  @ValueSource(strings = {".", ".a", "a.", "a..b"})
  void anEmptyStepIsRefused(String name) {
    assertThat(CaptureName.problem(name))
        .contains("a dot separates two steps, and one of them is empty");
  }

  @Test
  void anEmptyNameIsRefused() {
    assertThat(CaptureName.problem("")).contains("it is empty");
  }
}
