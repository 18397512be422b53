// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.springboot;

import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.transform.Resize;
import ai.djl.modality.cv.transform.ToTensor;
import ai.djl.modality.cv.translator.ImageClassificationTranslator;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;

/** The model, loaded as the app starts, with as many predictors as may run at once. */
@Service
public class ShapesModel {
  private static final int SIDE = 224;
  private static final List<String> NAMES = List.of("circle", "square", "triangle");

  private final ZooModel<Image, Classifications> model;

  /** The last one that ran comes first: its caches are warm. */
  private final BlockingDeque<Predictor<Image, Classifications>> idle = new LinkedBlockingDeque<>();

  /**
   * Loads the model.
   *
   * @param file a TorchScript file
   * @param predictors how many there are
   */
  public ShapesModel(
      @Value("${shapes.model}") Path file, @Value("${shapes.predictors}") int predictors)
      throws IOException, ModelNotFoundException, MalformedModelException {
    model =
        Criteria.builder()
            .setTypes(Image.class, Classifications.class)
            .optEngine("PyTorch")
            .optModelPath(file)
            .optTranslator(translator())
            .build()
            .loadModel();
    for (int i = 0; i < predictors; i++) {
      idle.add(model.newPredictor());
    }
  }

  private static ImageClassificationTranslator translator() {
    return ImageClassificationTranslator.builder()
        .addTransform(new Resize(SIDE))
        .addTransform(new ToTensor())
        .optSynset(NAMES)
        .optApplySoftmax(true)
        .build();
  }

  /**
   * Looks at a picture, once a predictor is free.
   *
   * @param picture of any size
   * @return what it may show, the likeliest first
   */
  List<Shape> look(Image picture) throws TranslateException, InterruptedException {
    Predictor<Image, Classifications> predictor = idle.takeFirst();
    try {
      Classifications classes = predictor.predict(picture);
      return classes.topK(NAMES.size()).stream()
          .map(one -> new Shape(one.getClassName(), one.getProbability()))
          .toList();
    } finally {
      idle.addFirst(predictor);
    }
  }

  /** Releases the model as the app ends. */
  @PreDestroy
  void close() {
    idle.forEach(Predictor::close);
    model.close();
  }
}
