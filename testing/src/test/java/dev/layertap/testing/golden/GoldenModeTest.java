// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class GoldenModeTest {
  @Test
  void filesAreComparedUnlessTheyShallBeWritten() {
    assertThat(GoldenMode.of(null, null)).isEqualTo(GoldenMode.COMPARE);
    assertThat(GoldenMode.of("", "true")).isEqualTo(GoldenMode.COMPARE);
    assertThat(GoldenMode.of("compare", "true")).isEqualTo(GoldenMode.COMPARE);
    assertThat(GoldenMode.of("update", null)).isEqualTo(GoldenMode.UPDATE);
    assertThat(GoldenMode.of("update", "false")).isEqualTo(GoldenMode.UPDATE);
  }

  @Test
  void aBuildServerWritesNone() {
    assertThatIllegalStateException()
        .isThrownBy(() -> GoldenMode.of("update", "true"))
        .withMessage(
            "-Dlayertap.golden=update is refused, because CI=true says that this is a build server."
                + " Write golden files where somebody looks at them, and commit them.");
  }

  @Test
  void anUnknownWordIsNoMode() {
    assertThatIllegalStateException()
        .isThrownBy(() -> GoldenMode.of("updat", null))
        .withMessage(
            "-Dlayertap.golden=updat is unknown; it is \"compare\", if nothing is said, or"
                + " \"update\".");
  }
}
