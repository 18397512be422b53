// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void jsonHasNullAndWordsForWhatIsNoNumber() {
    assertThat(Json.number(Double.NaN)).isNull();
    assertThat(Json.number(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
    assertThat(Json.number(1.5)).isEqualTo(1.5);
  }
}
