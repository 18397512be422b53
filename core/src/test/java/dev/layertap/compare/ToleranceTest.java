// SPDX-License-Identifier: Apache-2.0
package dev.layertap.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ToleranceTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private boolean allows(Tolerance tolerance, double actual, double expected) {
    return tolerance.allows(
        0,
        Elements.of(manager.create(new double[] {actual})),
        Elements.of(manager.create(new double[] {expected})));
  }

  @Test
  void absoluteAndRelativeDistancesAddUpAsInPyTorch() {
    Tolerance both = Tolerance.relative(0.1).plusAbsolute(0.5);
    assertThat(allows(both, 11.4, 10)).isTrue();
    assertThat(allows(both, 11.6, 10)).isFalse();
    assertThat(allows(Tolerance.relative(0.1), 11.1, 10)).isFalse();
    assertThat(allows(Tolerance.absolute(0.5).plusRelative(0.1), -11.4, -10)).isTrue();
  }

  @Test
  void aStepIsAUnitInTheLastPlace() {
    double next = Math.nextUp(1.0);
    assertThat(allows(Tolerance.ulps(1), next, 1)).isTrue();
    assertThat(allows(Tolerance.ulps(1), Math.nextUp(next), 1)).isFalse();
    assertThat(allows(Tolerance.absolute(1e-30).orUlps(2), Math.nextUp(next), 1)).isTrue();
  }

  @Test
  void nanIsCloseToNothingUnlessThatIsSaid() {
    assertThat(allows(Tolerance.absolute(INFINITY), Double.NaN, Double.NaN)).isFalse();
    assertThat(allows(Tolerance.none().withEqualNan(), Double.NaN, Double.NaN)).isTrue();
    assertThat(allows(Tolerance.absolute(INFINITY).withEqualNan(), Double.NaN, 1)).isFalse();
  }

  @Test
  void anInfinityIsCloseToItselfOnly() {
    assertThat(allows(Tolerance.none(), INFINITY, INFINITY)).isTrue();
    assertThat(allows(Tolerance.relative(1), INFINITY, -INFINITY)).isFalse();
    assertThat(allows(Tolerance.relative(1), 1, INFINITY)).isFalse();
    assertThat(allows(Tolerance.ulps(1), Double.MAX_VALUE, INFINITY)).isFalse();
  }

  @Test
  void zerosOfEitherSignAreEqual() {
    assertThat(allows(Tolerance.none(), 0.0, -0.0)).isTrue();
  }

  @Test
  void theStandardIsPyTorchs() {
    assertThat(Tolerance.standard(DataType.FLOAT32))
        .hasToString("1.0E-5 absolute + 1.3E-6 relative");
    assertThat(Tolerance.standard(DataType.FLOAT16))
        .hasToString("1.0E-5 absolute + 0.001 relative");
    assertThat(Tolerance.standard(DataType.FLOAT64))
        .hasToString("1.0E-7 absolute + 1.0E-7 relative");
    assertThat(Tolerance.standard(DataType.INT64)).hasToString("no difference");
    assertThat(Tolerance.ulps(1).withEqualNan()).hasToString("1 ULP, NaN equal to NaN");
    assertThat(Tolerance.relative(0.5).orUlps(4)).hasToString("0.5 relative or 4 ULPs");
  }

  @Test
  void aNegativeToleranceAllowsNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tolerance.absolute(-1))
        .withMessage("a tolerance of -1.0 allows nothing");
    assertThatIllegalArgumentException().isThrownBy(() -> Tolerance.relative(Double.NaN));
  }

  @Test
  void shareOfAllIsNeverRoundedToAllOrNothing() {
    assertThat(Percent.of(1, 1_000_000)).isEqualTo("less than 0.01 %");
    assertThat(Percent.of(999_999, 1_000_000)).isEqualTo("more than 99.99 %");
    assertThat(Percent.of(5, 5)).isEqualTo("100 %");
    assertThat(Percent.of(0, 5)).isEqualTo("0 %");
    assertThat(Percent.of(1, 8)).isEqualTo("12.5 %");
  }
}
