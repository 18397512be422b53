// SPDX-License-Identifier: Apache-2.0
package dev.layertap.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNamesTest {
  private static final List<String> PATHS =
      List.of("conv1", "bn1", "maxpool", "avgpool", "layer3.0.downsample.1", "fc");

  @Test
  void aTypoFindsThePath() {
    assertThat(NearestNames.didYouMean("layer3.0.downsampel.1", PATHS))
        .isEqualTo(" Did you mean \"layer3.0.downsample.1\"?");
  }

  @Test
  void theEndOfAPathFindsThePath() {
    assertThat(NearestNames.didYouMean("downsample.1", PATHS))
        .isEqualTo(" Did you mean \"layer3.0.downsample.1\"?");
  }

  @Test
  void severalNearNamesAreOrderedByDistance() {
    assertThat(NearestNames.didYouMean("conv2", List.of("conv10", "conv1", "conv3")))
        .isEqualTo(" Did you mean \"conv1\" or \"conv3\" or \"conv10\"?");
  }

  @Test
  void aDifferenceInCaseIsNoDistance() {
    assertThat(NearestNames.didYouMean("FC", PATHS)).isEqualTo(" Did you mean \"fc\"?");
  }

  @Test
  void nothingIsSuggestedWhereNothingIsNear() {
    assertThat(NearestNames.didYouMean("transformer", PATHS)).isEmpty();
  }
}
