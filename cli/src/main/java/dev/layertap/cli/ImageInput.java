// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.modality.cv.util.NDImageUtils;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Makes an input of an image: red, green, blue; channels first; a batch of one. */
final class ImageInput {
  private ImageInput() {}

  static NDArray read(Path file, ImagePreparation preparation, NDManager manager) {
    NDArray array = decode(file).toNDArray(manager, Image.Flag.COLOR);
    if (preparation.size().isPresent()) {
      ImagePreparation.Size size = preparation.size().get();
      array = NDImageUtils.resize(array, size.width(), size.height(), Image.Interpolation.BILINEAR);
    }
    array = NDImageUtils.toTensor(array);
    if (!preparation.mean().isEmpty() || !preparation.std().isEmpty()) {
      array =
          NDImageUtils.normalize(
              array, floats(preparation.mean(), 0), floats(preparation.std(), 1));
    }
    return array.expandDims(0);
  }

  private static Image decode(Path file) {
    try {
      return ImageFactory.getInstance().fromFile(file);
    } catch (IOException e) {
      throw CommandFailure.wrongUse(
          "%s cannot be read: it is no .npy, .npz or .safetensors file, and no image that Java reads (PNG, JPEG, BMP, GIF, TIFF)."
              .formatted(file),
          e);
    }
  }

  private static float[] floats(List<Float> given, float otherwise) {
    float[] values = new float[3];
    for (int i = 0; i < values.length; i++) {
      values[i] = given.isEmpty() ? otherwise : given.get(i);
    }
    return values;
  }
}
