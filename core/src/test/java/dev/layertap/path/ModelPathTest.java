// SPDX-License-Identifier: Apache-2.0
package dev.layertap.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPathTest {
  @Test
  void stepsAreJoinedByDots() {
    assertThat(ModelPath.ROOT.child("layer3").child("0")).hasToString("layer3.0");
    assertThat(ModelPath.ROOT).hasToString("");
    assertThat(ModelPath.ROOT.isRoot()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b", "a*", "a b", "/a", "@a", "a=b", "(a)", "a\\b", "and", "or", "not"})
  void whatMeansSomethingInASelectorIsEscaped(String step) {
    String printed = new ModelPath(List.of(step)).toString();
    assertThat(printed).contains("\\");
    assertThat(printed.replaceAll("\\\\(.)", "$1")).isEqualTo(step);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "a@b", "a#b", "a<b>", "android"})
  void whatMeansNothingIsNot(String step) {
    assertThat(new ModelPath(List.of(step))).hasToString(step);
  }
}
