// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.translate.NoopTranslator;
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
  private static final int WARM_UPS = 20;
  private static final int ROUNDS = Integer.getInteger("rounds", 150);

  @Override
  public String name() {
    return "resnet18";
  }

  @Override
  public List<Figure> measure() throws Exception {
    try (Model model = Model.newInstance("resnet18", "PyTorch");
        Model edited = Model.newInstance("edited", "PyTorch")) {
      ResNet18 block = new ResNet18();
      block.setInitializer(new XavierInitializer(), Parameter.Type.WEIGHT);
      block.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(1, 3, 224, 224));
      model.setBlock(block);
      edited.setBlock(new HandEditedResNet18(block));
      try (Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator());
          Predictor<NDList, NDList> byHand = edited.newPredictor(new NoopTranslator());
          NDArray image = model.getNDManager().randomUniform(-1, 1, new Shape(1, 3, 224, 224))) {
        return figures(
            () -> predictor.predict(new NDList(image)).close(),
            () -> byHand.predict(new NDList(image)).close());
      }
    }
  }

  private static List<Figure> figures(SideBySide.Task plain, SideBySide.Task byHand)
      throws Exception {
    Supplier<CaptureScope> three = () -> Layertap.open(THREE);
    List<Figure> figures = new ArrayList<>();
    figures.add(
        figure(
            "resnet18.three",
            "ResNet-18 in blocks, three captures, against no scope",
            1.02,
            plain,
            within(three, plain)));
    figures.add(
        figure(
            "resnet18.hand-edited",
            "three captures, against a hand-edited block that returns the same values",
            1.03,
            byHand,
            within(three, plain)));
    figures.add(
        figure(
            "resnet18.every-copy",
            "a safe copy of every block's output, against no scope",
            1.25,
            plain,
            within(() -> Layertap.open("**", "."), plain)));
    figures.add(
        figure(
            "resnet18.every-reference",
            "a reference to every block's output, against no scope",
            1.05,
            plain,
            within(ResNetCase::references, plain)));
    figures.add(
        figure(
            "resnet18.every-statistics",
            "statistics of every block's output, against no scope",
            Double.NaN,
            plain,
            within(ResNetCase::statistics, plain)));
    figures.add(figure("resnet18.itself", "no scope, against no scope", Double.NaN, plain, plain));
    return figures;
  }

  private static CaptureScope references() {
    return every(Take.outputs().byReference());
  }

  private static CaptureScope statistics() {
    return every(Take.outputs().statistics());
  }

  private static CaptureScope every(Take take) {
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
    return Figure.of(name, described, ratio, "x", bound, ROUNDS);
  }
}
