// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;

/**
 * A picture of an activation: one tile for each channel of the first image in the batch.
 *
 * <p>Each map has its own range of colours, so that faint ones can be seen. Where a map is a single
 * number, as after global pooling, they share one range: then the picture shows which channels are
 * strong.
 */
final class FeatureMaps {
  private static final int WIDTH = 1024;
  private static final int GAP = 2;
  private static final int BACKGROUND = 0xffffff;

  private final float[] values;
  private final int channels;
  private final int height;
  private final int width;

  FeatureMaps(Shape shape, float[] values) {
    this.values = values;
    boolean maps = shape.dimension() == 4;
    channels = Math.toIntExact(maps ? shape.get(1) : shape.size() / shape.get(0));
    height = maps ? Math.toIntExact(shape.get(2)) : 1;
    width = maps ? Math.toIntExact(shape.get(3)) : 1;
  }

  BufferedImage draw() {
    int columns = columns();
    int rows = (channels + columns - 1) / columns;
    int zoom = Math.max(1, (WIDTH / columns - GAP) / width);
    int tileWidth = width * zoom + GAP;
    int tileHeight = height * zoom + GAP;
    BufferedImage image =
        new BufferedImage(
            columns * tileWidth + GAP, rows * tileHeight + GAP, BufferedImage.TYPE_INT_RGB);
    fill(image, 0, 0, image.getWidth(), image.getHeight(), BACKGROUND);
    Range all = Range.of(values, 0, channels);
    for (int channel = 0; channel < channels; channel++) {
      int left = GAP + channel % columns * tileWidth;
      int top = GAP + channel / columns * tileHeight;
      int first = channel * height * width;
      Range range = height * width == 1 ? all : Range.of(values, first, height * width);
      for (int pixel = 0; pixel < height * width; pixel++) {
        int x = left + pixel % width * zoom;
        int y = top + pixel / width * zoom;
        fill(image, x, y, zoom, zoom, Colours.of(range.place(values[first + pixel])));
      }
    }
    return image;
  }

  /** The narrowest grid without a gap at its end that is not taller than wide. */
  private int columns() {
    int square = (int) Math.ceil(Math.sqrt(channels));
    for (int columns = square; columns <= 2 * square; columns++) {
      if (channels % columns == 0) {
        return columns;
      }
    }
    return square;
  }

  private static void fill(BufferedImage image, int left, int top, int width, int height, int rgb) {
    for (int y = top; y < top + height; y++) {
      for (int x = left; x < left + width; x++) {
        image.setRGB(x, y, rgb);
      }
    }
  }

  private record Range(float min, float max) {
    static Range of(float[] values, int first, int count) {
      float min = Float.POSITIVE_INFINITY;
      float max = Float.NEGATIVE_INFINITY;
      for (int i = first; i < first + count; i++) {
        min = Math.min(min, values[i]);
        max = Math.max(max, values[i]);
      }
      return new Range(min, max);
    }

    /** Where a value lies, from 0 to 1; 0 for all where there is one value only. */
    double place(float value) {
      return max > min ? (value - min) / (double) (max - min) : 0;
    }
  }
}
