// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What is done to images.
 *
 * @param size height and width to scale to
 * @param mean what is subtracted from each channel
 * @param std what each channel is divided by then
 */
record ImagePreparation(Optional<Size> size, List<Float> mean, List<Float> std) {
  /**
   * A size in pixels.
   *
   * @param height the rows
   * @param width the columns
   */
  record Size(int height, int width) {}

  /** Reads the options; an empty array is an option that was not given. */
  static ImagePreparation of(int[] resize, float[] mean, float[] std) {
    if (resize.length != 0 && (resize.length != 2 || resize[0] < 1 || resize[1] < 1)) {
      throw CommandFailure.wrongUse(
          "--resize takes the height and the width in pixels, such as 224,224; found %s."
              .formatted(IntStream.of(resize).boxed().toList()));
    }
    List<Float> divisors = channels("--std", std);
    if (divisors.contains(0f)) {
      throw CommandFailure.wrongUse(
          "--std takes what to divide by, and found a 0: " + divisors + ".");
    }
    return new ImagePreparation(
        resize.length == 0 ? Optional.empty() : Optional.of(new Size(resize[0], resize[1])),
        channels("--mean", mean),
        divisors);
  }

  private static List<Float> channels(String option, float[] values) {
    List<Float> channels = IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
    if (channels.size() != 0 && channels.size() != 3) {
      throw CommandFailure.wrongUse(
          "%s takes three numbers, for red, green and blue, such as 0.5,0.5,0.5; found %s."
              .formatted(option, channels));
    }
    return channels;
  }

  /** Whether images are taken as they are. */
  boolean isNothing() {
    return size.isEmpty() && mean.isEmpty() && std.isEmpty();
  }
}
