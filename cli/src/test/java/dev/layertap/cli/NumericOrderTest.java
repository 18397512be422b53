// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NumericOrderTest {
  @Test
  void numbersCountAsNumbersAndTheRestAsText() {
    assertThat(
            Stream.of("input_10", "input_9", "b", "input", "a10b2", "a10b10", "a9", "7", "07", "10")
                .sorted(new NumericOrder()))
        .containsExactly(
            "07", "7", "10", "a9", "a10b2", "a10b10", "b", "input", "input_9", "input_10");
    assertThat(Stream.of("arr_18446744073709551617", "arr_3").sorted(new NumericOrder()))
        .containsExactly("arr_3", "arr_18446744073709551617");
  }
}
