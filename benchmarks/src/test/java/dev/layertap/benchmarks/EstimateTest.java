// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EstimateTest {
  @Test
  void theMedianIsInTheMiddleInWhateverOrderTheyCome() {
    assertThat(Estimate.of(new double[] {9, 1, 5}).median()).isEqualTo(5);
    assertThat(Estimate.of(new double[] {4, 1, 3, 2}).median()).isEqualTo(2.5);
  }

  /** Of 100 measurements those of rank 40 and 60, as tables of the sign test have it. */
  @Test
  void theIntervalIsThatOfTheOrderStatistics() {
    Estimate estimate = Estimate.of(IntStream.range(0, 100).mapToDouble(i -> 99 - i).toArray());
    assertThat(estimate).isEqualTo(new Estimate(49.5, 40, 60));
  }

  @Test
  void oneOutlierMovesNeither() {
    double[] measurements = IntStream.range(0, 100).mapToDouble(i -> i).toArray();
    measurements[99] = 1e9;
    assertThat(Estimate.of(measurements)).isEqualTo(new Estimate(49.5, 40, 60));
  }

  @Test
  void fewMeasurementsSpanTheWholeInterval() {
    assertThat(Estimate.of(new double[] {3, 1})).isEqualTo(new Estimate(2, 1, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Estimate.of(new double[0]))
        .withMessage("no measurements, no median");
  }

  @Test
  void ofSeveralJvmsTheMiddleOneCountsAndTheIntervalHasAll() {
    assertThat(
            Estimate.ofAll(
                List.of(
                    new Estimate(1.2, 1.1, 1.3),
                    new Estimate(1.0, 0.9, 1.4),
                    new Estimate(1.1, 1.05, 1.15))))
        .isEqualTo(new Estimate(1.1, 0.9, 1.4));
  }
}
