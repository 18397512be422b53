// SPDX-License-Identifier: Apache-2.0
package dev.layertap.take;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.djl.ndarray.types.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TakeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "output",
        "input",
        "both",
        "output first",
        "input last",
        "both call(3) every(10)",
        "output mean(2, 3)",
        "output slice(1, 0, -1) max(-1) norm(0) float16 cpu",
        "output statistics",
        "output slice(0, 0, 1) statistics",
        "input reference"
      })
  void theWrittenFormIsReadBack(String text) {
    assertThat(Take.parse(text)).hasToString(text).isEqualTo(Take.parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                     | output",
        "  LAST                 | output last",
        "mean( 2,3 )cpu         | output mean(2, 3) cpu",
        "all copy               | output",
        "call(0)                | output first",
        "statistics last input  | input last statistics"
      })
  void wordsMayStandInAnyOrder(String text, String canonical) {
    assertThat(Take.parse(text)).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"both call(3) mean(2, 3) float16 cpu", "", "boolean", "input reference"})
  void whatCanBeReadPassesTheCheck(String text) {
    Take.check(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "input output",
        "float61",
        "reference float16",
        "int64 reference",
        "mean",
        "call(-1)"
      })
  void theCheckSaysWhatReadingSays(String text) {
    TakeSyntaxException read =
        catchThrowableOfType(TakeSyntaxException.class, () -> Take.parse(text));
    assertThatExceptionOfType(TakeSyntaxException.class)
        .isThrownBy(() -> Take.check(text))
        .withMessage(read.getMessage());
  }

  @Test
  void codeSaysTheSame() {
    Take take =
        Take.inputs()
            .last()
            .everyPass(10)
            .slice(1, 0, 16)
            .mean(2, 3)
            .toType(DataType.FLOAT16)
            .toCpu();
    assertThat(take)
        .hasToString("input last every(10) slice(1, 0, 16) mean(2, 3) float16 cpu")
        .isEqualTo(Take.parse(take.toString()))
        .hasSameHashCodeAs(Take.parse(take.toString()));
  }

  @Test
  void callsAndPassesArePicked() {
    Take take = Take.outputs().call(2).everyPass(3);
    assertThat(take.includesCall(2)).isTrue();
    assertThat(take.includesCall(1)).isFalse();
    assertThat(take.includesPass(0)).isTrue();
    assertThat(take.includesPass(4)).isFalse();
    assertThat(take.includesPass(6)).isTrue();
    assertThat(Take.outputs().last().isLast()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "first last | \"first\" and \"last\" contradict each other",
        "input both | \"input\" and \"both\" contradict each other",
        "copy copy | it has \"copy\" twice",
        "mean | it has \"mean\", which is written mean(AXES)",
        "first(2) | it has \"first(2)\", which is written first",
        "mean(a) | \"(a)\" does not fit; it is written mean(AXES)",
        "slice(1, 2) | \"(1, 2)\" does not fit; it is written slice(AXIS, FROM, TO)",
        "slice(1, 2, 2) | slice(1, 2, 2) is empty: it ends before it begins",
        "mean(1, 1) | mean wants one or more different axes, not [1, 1]",
        "every(0) | every(0) keeps no pass; 1 keeps all",
        "call(-1) | calls are counted from 0, so there is no call -1",
        "last; | \";\" is no word",
        "reference mean(1) | reference and mean(1) contradict each other: a reference is the model's own array",
        "cpu reference | reference and cpu contradict each other: a reference is the model's own array"
      })
  void whatCannotBeMeantIsRefused(String text, String problem) {
    assertThatExceptionOfType(TakeSyntaxException.class)
        .isThrownBy(() -> Take.parse(text))
        .withMessage("\"" + text + "\" does not say what to take: " + problem + ".");
  }

  @Test
  void anUnknownWordIsNamedWithTheKnownOnes() {
    assertThatExceptionOfType(TakeSyntaxException.class)
        .isThrownBy(() -> Take.parse("statistic"))
        .withMessage(
            "\"statistic\" does not say what to take: \"statistic\" is none of output, input, both,"
                + " all, first, last, call(N), every(N), slice(AXIS, FROM, TO), mean(AXES),"
                + " max(AXES), norm(AXES), cpu, copy, reference, statistics, float16, float32,"
                + " float64, int8, uint8, int32, int64, boolean. Did you mean \"statistics\"?");
  }

  @Test
  void aTypeThatWouldEndTheJvmIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Take.outputs().toType(DataType.BFLOAT16))
        .withMessage(
            "bfloat16 is no type that can be kept; possible are float32, float64, float16, uint8,"
                + " int32, int8, int64, boolean");
  }
}
