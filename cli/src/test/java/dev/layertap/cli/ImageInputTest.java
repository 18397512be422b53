// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageInputTest {
  private static final ImagePreparation NOTHING = prepared(new int[0], new float[0], new float[0]);

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final Path folder;

  ImageInputTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private static ImagePreparation prepared(int[] resize, float[] mean, float[] std) {
    return ImagePreparation.of(resize, mean, std);
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB})
  void pixelsAreScaledToOneAndChannelsComeFirst(int type) throws IOException {
    NDArray array = ImageInput.read(image(type), NOTHING, manager);
    assertThat(array.getShape()).isEqualTo(new Shape(1, 3, 1, 2));
    assertThat(array.toFloatArray())
        .containsExactly(new float[] {1, 0, 102 / 255f, 51 / 255f, 0, 1}, Offset.offset(1e-6f));
  }

  @Test
  void greyIsTakenAsItStandsInTheFile() throws IOException {
    BufferedImage grey = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(0, 0, 0, 51);
    NDArray array = ImageInput.read(write(grey), NOTHING, manager);
    assertThat(array.toFloatArray())
        .containsExactly(new float[] {.2f, .2f, .2f}, Offset.offset(1e-6f));
  }

  @Test
  void theMeanIsSubtractedBeforeTheDivision() throws IOException {
    NDArray array =
        ImageInput.read(
            image(BufferedImage.TYPE_INT_RGB),
            prepared(new int[0], new float[] {1, .4f, 0}, new float[] {1, 2, 4}),
            manager);
    assertThat(array.toFloatArray())
        .containsExactly(new float[] {0, -1, 0, -.1f, 0, .25f}, Offset.offset(1e-6f));
  }

  @Test
  void anImageIsResizedToHeightAndWidth() throws IOException {
    NDArray array =
        ImageInput.read(
            image(BufferedImage.TYPE_INT_RGB),
            prepared(new int[] {4, 6}, new float[0], new float[0]),
            manager);
    assertThat(array.getShape()).isEqualTo(new Shape(1, 3, 4, 6));
    assertThat(array.max().getFloat()).isEqualTo(1);
    assertThat(array.min().getFloat()).isEqualTo(0);
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> prepared(new int[] {224}, new float[0], new float[0]))
        .hasMessage(
            "--resize takes the height and the width in pixels, such as 224,224; found [224].");
    assertThatThrownBy(() -> prepared(new int[] {0, 224}, new float[0], new float[0]))
        .hasMessage(
            "--resize takes the height and the width in pixels, such as 224,224; found [0, 224].");
    assertThatThrownBy(() -> prepared(new int[0], new float[] {1, 2}, new float[0]))
        .hasMessage(
            "--mean takes three numbers, for red, green and blue, such as 0.5,0.5,0.5; found [1.0,"
                + " 2.0].");
    assertThatThrownBy(() -> prepared(new int[0], new float[0], new float[] {1, 0, 1}))
        .hasMessage("--std takes what to divide by, and found a 0: [1.0, 0.0, 1.0].");
  }

  /** Two pixels: (255, 102, 0) and (0, 51, 255). */
  private Path image(int type) throws IOException {
    BufferedImage image = new BufferedImage(2, 1, type);
    image.setRGB(0, 0, 0xffff6600);
    image.setRGB(1, 0, 0xff0033ff);
    return write(image);
  }

  private Path write(BufferedImage image) throws IOException {
    Path file = folder.resolve("image.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
