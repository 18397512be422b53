// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.modality.cv.transform.Resize;
import ai.djl.modality.cv.transform.ToTensor;
import ai.djl.modality.cv.translator.ImageClassificationTranslator;
import ai.djl.translate.Translator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Images on their way into the model, and class names on their way out. */
final class Pictures {
  private Pictures() {}

  /** Reads an image file, or without one the picture that comes with the sample. */
  static Image read(@Nullable Path file) {
    ImageFactory images = ImageFactory.getInstance();
    try (InputStream scene = Pictures.class.getResourceAsStream("/scene.png")) {
      return file == null ? images.fromInputStream(scene) : images.fromFile(file);
    } catch (IOException e) {
      throw new SampleException(
          file + " is not an image that Java can read. PNG, JPEG, GIF and BMP files are.", e);
    }
  }

  static Translator<Image, Classifications> translator() {
    List<String> classes =
        IntStream.range(0, ResNet18.CLASSES).mapToObj(index -> "class " + index).toList();
    return ImageClassificationTranslator.builder()
        .addTransform(new Resize(224, 224))
        .addTransform(new ToTensor())
        .optApplySoftmax(true)
        .optSynset(classes)
        .build();
  }
}
