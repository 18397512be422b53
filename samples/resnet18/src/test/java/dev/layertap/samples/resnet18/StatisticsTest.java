// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatisticsTest {
  @Test
  void theyAreThoseOfAllValues() {
    assertThat(Statistics.of(new float[] {2, 4, 4, 4, 5, 5, 7, 9}))
        .isEqualTo(new Statistics(5, 2, 2, 9));
  }
}
