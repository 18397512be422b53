// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.translate.TranslateException;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.LayertapException;
import java.io.IOException;
import java.io.PrintStream;
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
    System.exit(run(System.out, System.err, args));
  }

  /** Returns the exit code: 2 for wrong arguments, 1 for files that cannot be used. */
  static int run(PrintStream out, PrintStream err, String... args) {
    try {
      Options options = Options.parse(args);
      if (options.help()) {
        out.print(Options.USAGE);
      } else {
        classify(options, new Report(out));
      }
      return 0;
    } catch (Options.UsageException e) {
      err.println(e.getMessage() + "\n\n" + Options.USAGE);
      return 2;
    } catch (SampleException | LayertapException | IOException | TranslateException e) {
      err.println(e.getMessage());
      return 1;
    }
  }

  private static void classify(Options options, Report report)
      throws IOException, TranslateException {
    Path file = options.weights();
    Weights weights = file == null ? new SeededWeights(SEED) : StateDict.read(file);
    Image image = Pictures.read(options.image());
    try (Model model = Model.newInstance("resnet18", "PyTorch")) {
      ResNet18 network = new ResNet18();
      weights.fill(network, model.getNDManager(), ResNet18.INPUT);
      model.setBlock(network);
      report.tree(Layertap.tree(model));

      try (Predictor<Image, Classifications> predictor = model.newPredictor(Pictures.translator());
          CaptureScope scope = Layertap.open()) { // what is annotated and what layertap.yaml names
        report.classes(predictor.predict(image));
        report.activations(scope.all());
        report.annotated(scope.get(Layer3DownsampleCaptures.COMP)); // a generated key
        report.files(options.out(), ActivationFiles.write(scope.all(), options.out()));
      } // everything captured is released here
    }
  }
}
