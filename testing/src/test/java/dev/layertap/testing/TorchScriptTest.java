// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import static dev.layertap.testing.LayertapAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.compare.Tolerance;
import dev.layertap.file.ArrayFile;
import dev.layertap.testing.golden.Golden;
import dev.layertap.testing.junit.CaptureActivations;
import dev.layertap.testkit.Python;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same for TorchScript modules, against what PyTorch's own hooks saw. */
@CaptureActivations("**")
class TorchScriptTest {
  private static final Path MODELS =
      Path.of("..", "torchscript", "src", "test", "resources", "models");

  private static ZooModel<NDList, NDList> load(Path file) throws Exception {
    return Criteria.builder()
        .setTypes(NDList.class, NDList.class)
        .optModelPath(file)
        .optEngine("PyTorch")
        .build()
        .loadModel();
  }

  private static void run(ZooModel<NDList, NDList> model, Path arrays, String input)
      throws Exception {
    NDArray image = requireNonNull(ArrayFile.read(arrays, model.getNDManager()).get(input));
    try (Predictor<NDList, NDList> predictor = model.newPredictor()) {
      predictor.predict(new NDList(image));
    }
  }

  @Test
  void modulesAreWhatPyTorchComputed(CaptureScope scope) throws Exception {
    try (ZooModel<NDList, NDList> model = load(MODELS.resolve("cnn-scripted.pt"))) {
      run(model, MODELS.resolve("cnn-scripted.npz"), "input/0");
    }
    assertThat(scope).hasNoNonFinite().ranWithoutInternalErrors();
    assertThat(scope)
        .activation("layer1.1.downsample.0")
        .hasBlockType("Conv2d")
        .hasShape(2, 4, 3, 3)
        .ranBefore("fc");
    assertThat(scope).activations("layer1.0.relu").wasCalled(2);
    assertThat(scope).matchesGolden(Golden.of("cnn-scripted").in(MODELS));
    Golden ofAnotherModel = Golden.of("branches").in(MODELS);
    assertThat(Failures.of(() -> assertThat(scope).matchesGolden(ofAnotherModel)))
        .contains("\n  stem#0: captured, but not in the file\n")
        .contains("\nThe file was not written by Layertap; ");
  }

  @Test
  void theModuleThatProducedTheFirstNanIsNamed(CaptureScope scope, @TempDir Path folder)
      throws Exception {
    Path script = folder.resolve("write.py");
    Files.writeString(
        script,
        """
        import numpy, torch
        from torch import nn
        model = nn.Sequential(nn.ReLU(), nn.Linear(2, 2), nn.Sigmoid())
        with torch.no_grad():
            model[1].weight.fill_(1)
            model[1].bias.copy_(torch.tensor([0.5, float("nan")]))
        torch.jit.script(model.eval()).save(r"%1$s/model.pt")
        numpy.savez(r"%1$s/input.npz", x=numpy.ones((1, 2), "float32"))
        """
            .formatted(folder),
        UTF_8);
    Python.with("torch").run(script);
    try (ZooModel<NDList, NDList> model = load(folder.resolve("model.pt"))) {
      run(model, folder.resolve("input.npz"), "x");
    }
    assertThat(Failures.of(() -> assertThat(scope).hasNoNonFinite()))
        .isEqualTo(
            """
            Expecting all that was captured to be finite, but the first value that is not is
              1 (Linear), pass 0, call 0: (1, 2) float32
              mean 2.500 ± 0.000 in [2.500, 2.500], 1 NaN
            It began there as far as was captured: everything before it is finite. What it was given was not captured; Take.both() tells whether it came in with that.
            1 later value is not finite either.""");
  }

  @Test
  void valuesOfModulesAreAssertedOnAsThoseOfBlocks(CaptureScope scope) throws Exception {
    try (ZooModel<NDList, NDList> model = load(MODELS.resolve("cnn-scripted.pt"))) {
      run(model, MODELS.resolve("cnn-scripted.npz"), "input/0");
      run(model, MODELS.resolve("cnn-scripted.npz"), "input/0");
    }
    assertThat(scope)
        .activations("stem")
        .wasCalled(2)
        .ranBefore("fc")
        .last()
        .isBitwiseEqualTo(scope.all("stem").get(0))
        .isCloseTo(scope.all("stem").get(0).array(), Tolerance.ulps(0))
        .hasCosineSimilarityTo(scope.all("stem").get(0), 0.999)
        .differsFrom(scope.all("layer1.0.bn1").get(0))
        .hasDataType(DataType.FLOAT32)
        .isOnDevice(Device.cpu())
        .isFinite()
        .isBetween(-100, 100)
        .hasStandardDeviationBetween(0.01, 100)
        .hasNormBetween(0.01, 1000);
    assertThat(scope)
        .activations("layer1.0.relu")
        .wasCalled(4)
        .first()
        .isBetween(0, 100)
        .hasZeroShareBetween(0.01, 0.99);
    assertThat(Failures.of(() -> assertThat(scope).activations("stem").first().hasShape(1)))
        .isEqualTo(
            """
            [activations first element]\s
            Expecting
              stem (Conv2d), pass 0, call 0: (2, 4, 10, 10) float32
            to have the shape
              (1)
            but it was
              (2, 4, 10, 10)""");
  }

  @Test
  void theirTreeIsVerified(CaptureScope scope) throws Exception {
    try (ZooModel<NDList, NDList> model = load(MODELS.resolve("cnn-scripted.pt"))) {
      run(model, MODELS.resolve("cnn-scripted.npz"), "input/0");
      var tree = Layertap.tree(model);
      assertThat(tree).hasPaths("stem", "layer1.1.downsample.0").hasTypeCount("Conv2d", 4);
      assertThat(tree).node("layer1.0.bn1").hasType("BatchNorm2d").hasParameterCount(8);
      assertThat(tree).root().hasType("Cnn").hasParameterCount(461);
      assertThat(Failures.of(() -> assertThat(tree).node("stem").isTrainable()))
          .isEqualTo(
              "stem (Conv2d) is a module inside of a block that DJL freezes as one; ask the block"
                  + " that holds it.");
    }
  }
}
