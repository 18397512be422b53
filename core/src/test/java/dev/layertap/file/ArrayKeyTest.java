// SPDX-License-Identifier: Apache-2.0
package dev.layertap.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArrayKeyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "#0",
        "#0<1",
        "layer1.0.relu#1",
        "lstm#0/1/0",
        "encoder#2<0/k",
        "fc#0@12/a#b",
        "name=a.b#3",
        "a/b<c#0",
        "c d#0"
      })
  void aNameThatLayertapWroteIsReadBack(String name) {
    assertThat(ArrayKey.parse(name)).hasToString(name);
  }

  @Test
  void itsPartsAreToldApart() {
    assertThat(ArrayKey.parse("a/b.c#3@2<0/k")).isEqualTo(new ArrayKey("a/b.c", 3, 2, "<0/k"));
  }

  @ParameterizedTest
  @CsvSource({
    "layer1.0, layer1.0#0",
    "lstm/1/0, lstm#0/1/0",
    "fc<0, fc#0<0",
    "., #0",
    ".#1, #1",
    "'', #0",
    "a#b, a#b#0",
    "c\\ d\\=e#1, c d=e#1"
  })
  void aBarePathIsTheFirstCallAndWhatSelectorsEscapeIsPlain(String name, String key) {
    assertThat(ArrayKey.parse(name)).hasToString(key);
  }
}
