// SPDX-License-Identifier: Apache-2.0
package dev.layertap.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlignmentTest {
  @ParameterizedTest
  @CsvSource({
    "a b c, a b c, a b c",
    "a b c, c b a, a b c",
    "a c, a b c, a b c",
    "a b c, b x c y, a b x c y",
    "a c, x a y c z, x a y c z",
    "a b, x y, a b x y",
    "a b c d, d x a, x a b c d"
  })
  void theLeadingOrderStaysAndWhatOnlyTheOtherHasStandsBeforeItsNextCommonOne(
      String leading, String other, String merged) {
    assertThat(Alignment.merge(List.of(leading.split(" ", -1)), List.of(other.split(" ", -1))))
        .containsExactly(merged.split(" ", -1));
  }
}
