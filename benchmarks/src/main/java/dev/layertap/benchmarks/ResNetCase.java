// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.samples.resnet18.ResNet18;
import dev.layertap.take.Take;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Captures of a ResNet-18 in Java blocks at 224x224. What is timed is a {@code predict}, with the
 * scope's opening and closing if there is one.
 */
final class ResNetCase implements Case {
  private static final String[] THREE = {"avgpool", "maxpool", "comp=layer3.0.downsample.1"};
  private static final String[] EVERY = {"**", "."};

  /**
   * Until the JVM has compiled what follows the calls, with its second compiler and on the same
   * cores: some thousand calls of each method, and a pass has 76 of them.
   */
  private static final int FIRST_WARM_UPS = 700;

  private static final int WARM_UPS = 150;
  private static final int ROUNDS = 100;

  @Override
  public String name() {
    return "resnet18";
  }

  @Override
  public List<Figure> measure() throws Exception {
    try (Model model = Model.newInstance("resnet18", "PyTorch");
        Model edited = Model.newInstance("edited", "PyTorch");
        Model copying = Model.newInstance("copying", "PyTorch")) {
      ResNet18 block = new ResNet18();
      block.setInitializer(new XavierInitializer(), Parameter.Type.WEIGHT);
      block.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(1, 3, 224, 224));
      model.setBlock(block);
      edited.setBlock(new HandEditedResNet18(block, false));
      copying.setBlock(new HandEditedResNet18(block, true));
      try (Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator());
          Predictor<NDList, NDList> byHand = edited.newPredictor(new NoopTranslator());
          Predictor<NDList, NDList> copyingByHand = copying.newPredictor(new NoopTranslator());
          NDArray image = model.getNDManager().randomUniform(-1, 1, new Shape(1, 3, 224, 224))) {
        SideBySide.Task plain = () -> predict(predictor, image);
        List<Figure> figures = new ArrayList<>();
        figures.addAll(three(plain, () -> predict(byHand, image)));
        figures.add(
            figure(
                "three-by-hand",
                "a hand-edited block that returns copies of the three values, against no scope",
                Double.NaN,
                plain,
                () -> predict(copyingByHand, image)));
        figures.addAll(every(plain));
        figures.add(copiesByHand(plain));
        return figures;
      }
    }
  }

  /** What a model makes on the way belongs to its input's manager, and is closed with it. */
  private static void predict(Predictor<NDList, NDList> predictor, NDArray image)
      throws TranslateException {
    try (NDManager ofThePass = image.getManager().newSubManager()) {
      NDArray input = image.duplicate();
      input.attach(ofThePass);
      predictor.predict(new NDList(input)).close();
    }
  }

  private static List<Figure> three(SideBySide.Task plain, SideBySide.Task byHand)
      throws Exception {
    SideBySide.Task captured = within(() -> Layertap.open(THREE), plain);
    Figure cold =
        figure(
            "three-at-first",
            "the same as three, before the JVM has compiled all of it",
            Double.NaN,
            plain,
            captured);
    for (int i = 0; i < FIRST_WARM_UPS; i++) {
      plain.run();
      captured.run();
    }
    return List.of(
        cold,
        figure("itself", "no scope, against no scope", Double.NaN, plain, plain),
        figure("three", "three captures, against no scope", 1.02, plain, captured),
        figure(
            "hand-edited",
            "three captures, against a hand-edited block that returns the same values",
            1.03,
            byHand,
            captured));
  }

  private static List<Figure> every(SideBySide.Task plain) throws Exception {
    return List.of(
        figure(
            "every-copy",
            "a safe copy of every block's output, against no scope",
            1.25,
            plain,
            within(() -> Layertap.open(EVERY), plain)),
        figure(
            "every-reference",
            "a reference to every block's output, against no scope",
            1.05,
            plain,
            within(ResNetCase::references, plain)));
  }

  /** What every copy costs if nothing is known of blocks: arrays of the same shapes, duplicated. */
  private static Figure copiesByHand(SideBySide.Task plain) throws Exception {
    try (CaptureScope scope = Layertap.open(EVERY)) {
      plain.run();
      List<NDArray> arrays = scope.stream().flatMap(one -> one.arrays().stream()).toList();
      return figure(
          "every-copy-by-hand",
          "no scope, and as many arrays of the same shapes duplicated and closed, against no scope",
          Double.NaN,
          plain,
          () -> {
            plain.run();
            arrays.stream().map(NDArray::duplicate).toList().forEach(NDArray::close);
          });
    }
  }

  private static CaptureScope references() {
    Take take = Take.outputs().byReference();
    return Layertap.builder().addCapture("**", take).addCapture(".", take).open();
  }

  private static SideBySide.Task within(Supplier<CaptureScope> scopes, SideBySide.Task task) {
    return () -> {
      try (CaptureScope scope = scopes.get()) {
        task.run();
        if (scope.passCount() != 1) {
          throw new IllegalStateException("not captured: " + scope.summary());
        }
      }
    };
  }

  private static Figure figure(
      String name,
      String described,
      double bound,
      SideBySide.Task baseline,
      SideBySide.Task contender)
      throws Exception {
    Estimate ratio = SideBySide.ratio(baseline, contender, WARM_UPS, ROUNDS);
    System.err.println("  " + name + " " + ratio);
    return Figure.of(
        "resnet18." + name, "ResNet-18 in blocks, " + described, ratio, "x", bound, ROUNDS);
  }
}
