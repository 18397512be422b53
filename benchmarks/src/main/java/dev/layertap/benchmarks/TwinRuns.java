// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * A program that captures inside of a TorchScript ResNet-18, and prints each figure as a line: its
 * name, its median, and the ends of the interval.
 *
 * <p>The original is loaded before there is an agent, and the rewritten one after: so both run in
 * one JVM by turns.
 */
public final class TwinRuns {
  private static final String[] THREE = {"avgpool", "maxpool", "comp=layer3.0.downsample.1"};
  private static final String[] EVERY = {"**", "."};
  private static final int WARM_UPS = 200;

  /** As for Java blocks: with each pass runs once what a pass over blocks runs 76 times. */
  private static final int UNTIL_COMPILED = 1500;

  private static final int ROUNDS = 100;
  private static final int OPENINGS = 24;
  private static final int STEADY = 15;

  private final NDArray image;

  private TwinRuns(NDArray image) {
    this.image = image;
  }

  /**
   * Measures.
   *
   * @param args the files of the model and of its hand-edited like
   * @throws Exception if a pass fails
   */
  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[0]).toAbsolutePath();
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        Model original = load(file);
        Model edited = load(Path.of(args[1]).toAbsolutePath())) {
      Layertap.open().close(); // attaches the agent
      new TwinRuns(manager.randomUniform(-1, 1, new Shape(1, 3, 224, 224)))
          .measure(file, original, edited);
    }
    System.out.flush();
    Runtime.getRuntime().halt(0); // libtorch's threads
  }

  private static Model load(Path file) throws Exception {
    Model model = Model.newInstance("model", Device.cpu(), "PyTorch");
    model.load(file.getParent(), file.getFileName().toString());
    return model;
  }

  private void measure(Path file, Model original, Model edited) throws Exception {
    try (Model rewritten = load(file);
        Predictor<NDList, NDList> plain = original.newPredictor(new NoopTranslator());
        Predictor<NDList, NDList> byHand = edited.newPredictor(new NoopTranslator());
        Predictor<NDList, NDList> twin = rewritten.newPredictor(new NoopTranslator())) {
      SideBySide.Task idle = () -> predict(twin);
      print("idle", SideBySide.ratio(() -> predict(plain), idle, WARM_UPS, ROUNDS));
      SideBySide.Task edits = () -> predict(byHand);
      SideBySide.Task captures = () -> predictWithin(twin, THREE);
      print("hand-edited-at-first", SideBySide.ratio(edits, captures, WARM_UPS, ROUNDS));
      print("hand-edited", SideBySide.ratio(edits, captures, UNTIL_COMPILED, ROUNDS));
      print("every", SideBySide.ratio(idle, () -> predictWithin(twin, EVERY), WARM_UPS, ROUNDS));
    }
    double[] first = new double[OPENINGS];
    double[] second = new double[OPENINGS];
    for (int i = 0; i < OPENINGS; i++) {
      double[] passes = passesAfterOpening(file);
      double steady = Estimate.of(Arrays.copyOfRange(passes, 2, passes.length)).median();
      first[i] = passes[0] / steady;
      second[i] = passes[1] / steady;
    }
    print("first", Estimate.of(first));
    print("second", Estimate.of(second));
  }

  /** Of a model that has been running, and never in a scope. */
  private double[] passesAfterOpening(Path file) throws Exception {
    double[] passes = new double[2 + STEADY];
    try (Model model = load(file);
        Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator())) {
      for (int i = 0; i < STEADY; i++) {
        predict(predictor);
      }
      for (int i = 0; i < passes.length; i++) {
        try (CaptureScope scope = Layertap.open(THREE)) {
          long start = System.nanoTime();
          predict(predictor);
          passes[i] = System.nanoTime() - start;
          check(scope);
        }
      }
    }
    return passes;
  }

  private void predictWithin(Predictor<NDList, NDList> predictor, String... captures)
      throws Exception {
    try (CaptureScope scope = Layertap.open(captures)) {
      predict(predictor);
      check(scope);
    }
  }

  private static void check(CaptureScope scope) {
    if (scope.all().size() < THREE.length) {
      throw new IllegalStateException("not captured: " + scope.summary());
    }
  }

  /** What a model makes on the way belongs to its input's manager, and is closed with it. */
  private void predict(Predictor<NDList, NDList> predictor) throws Exception {
    try (NDManager ofThePass = image.getManager().newSubManager()) {
      NDArray input = image.duplicate();
      input.attach(ofThePass);
      predictor.predict(new NDList(input)).close();
    }
  }

  private static void print(String name, Estimate estimate) {
    System.out.printf(
        Locale.ROOT,
        "figure %s %f %f %f%n",
        name,
        estimate.median(),
        estimate.low(),
        estimate.high());
  }
}
