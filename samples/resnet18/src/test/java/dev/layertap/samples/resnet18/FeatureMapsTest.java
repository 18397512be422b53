// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class FeatureMapsTest {
  private static final int DARKEST = Colours.of(0);
  private static final int BRIGHTEST = Colours.of(1);

  private static int colour(BufferedImage image, int x, int y) {
    return image.getRGB(x, y) & 0xffffff;
  }

  @Test
  void eachMapHasARangeOfItsOwn() {
    // Two channels of 1 x 2, the second a hundred times the first.
    BufferedImage image =
        new FeatureMaps(new Shape(1, 2, 1, 2), new float[] {1, 2, 100, 200}).draw();
    assertThat(image.getWidth()).isEqualTo(2 + 2 * 512);
    assertThat(image.getHeight()).isEqualTo(2 + 255 + 2);
    assertThat(colour(image, 2, 2)).isEqualTo(DARKEST);
    assertThat(colour(image, 2 + 255, 2)).isEqualTo(BRIGHTEST);
    assertThat(colour(image, 512 + 2, 2)).isEqualTo(DARKEST);
    assertThat(colour(image, 512 + 2 + 255, 2)).isEqualTo(BRIGHTEST);
    assertThat(colour(image, 513, 2)).as("the gap").isEqualTo(0xffffff);
  }

  @Test
  void singleNumbersShareOneRange() {
    BufferedImage image = new FeatureMaps(new Shape(1, 4, 1, 1), new float[] {0, 1, 2, 4}).draw();
    assertThat(colour(image, 2, 2)).isEqualTo(DARKEST);
    assertThat(colour(image, 1000, 2)).isEqualTo(Colours.of(0.25));
    assertThat(colour(image, 2, 1000)).isEqualTo(Colours.of(0.5));
    assertThat(colour(image, 1000, 1000)).isEqualTo(BRIGHTEST);
  }

  @Test
  void aMapOfOneValueIsDark() {
    BufferedImage image = new FeatureMaps(new Shape(1, 1, 2, 2), new float[] {3, 3, 3, 3}).draw();
    assertThat(colour(image, 2, 2)).isEqualTo(DARKEST);
  }

  @Test
  void theGridHasNoGapAtItsEndWhereTheChannelsAllowIt() {
    BufferedImage image = new FeatureMaps(new Shape(1, 512, 1, 1), new float[512]).draw();
    assertThat(image.getWidth()).isEqualTo(2 + 32 * 32);
    assertThat(image.getHeight()).isEqualTo(2 + 16 * 32);
  }

  @Test
  void rowsOfFeaturesAreDrawnAsSingleNumbers() {
    BufferedImage image = new FeatureMaps(new Shape(2, 2), new float[] {0, 1, 5, 6}).draw();
    assertThat(colour(image, 2, 2)).isEqualTo(DARKEST);
    assertThat(colour(image, 1000, 2)).as("of the first image only").isEqualTo(BRIGHTEST);
  }
}
