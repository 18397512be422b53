// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.translate.TranslateException;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import java.io.IOException;
import java.nio.file.Path;

/** Classifies an image, and shows what three layers of the network made of it. */
public final class Main {
  private static final int SEED = 18;

  private Main() {}

  /**
   * Runs the sample; {@code --help} lists the arguments.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  private static int run(String... args) {
    try {
      Options options = Options.parse(args);
      if (options.help()) {
        System.out.print(Options.USAGE);
      } else {
        classify(options);
      }
      return 0;
    } catch (Options.UsageException e) {
      System.err.println(e.getMessage() + "\n\n" + Options.USAGE);
      return 2;
    } catch (SampleException | IOException | TranslateException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private static void classify(Options options) throws IOException, TranslateException {
    Path file = options.weights();
    Weights weights = file == null ? new SeededWeights(SEED) : StateDict.read(file);
    Image image = Pictures.read(options.image());
    try (Model model = Model.newInstance("resnet18", "PyTorch")) {
      ResNet18 network = new ResNet18();
      weights.fill(network, model.getNDManager(), ResNet18.INPUT);
      model.setBlock(network);
      Report report = new Report(System.out);
      report.tree(Layertap.tree(network));

      try (Predictor<Image, Classifications> predictor = model.newPredictor(Pictures.translator());
          CaptureScope scope = Layertap.open()) { // what is annotated and what layertap.yaml names
        report.classes(predictor.predict(image));
        report.activations(scope.all());
        report.files(options.out(), ActivationFiles.write(scope.all(), options.out()));
      } // everything captured is released here
    }
  }
}
