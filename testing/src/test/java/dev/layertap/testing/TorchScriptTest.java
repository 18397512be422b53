// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import static dev.layertap.testing.LayertapAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.file.ArrayFile;
import dev.layertap.testing.golden.Golden;
import dev.layertap.testing.junit.CaptureActivations;
import dev.layertap.testkit.Python;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  @Test
  void theDocumentedSnippetWritesAGoldenFile(CaptureScope scope, @TempDir Path folder)
      throws Exception {
    String page = Files.readString(Path.of("..", "docs", "testing.md"));
    Matcher snippet = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL).matcher(page);
    assertThat(snippet.find()).isTrue();
    Path script = folder.resolve("write.py");
    String prelude =
        """
        from torch import nn
        torch.manual_seed(0)
        conv = nn.Conv2d(3, 4, 3)
        model = nn.Sequential(conv, nn.ReLU(), nn.Flatten(), nn.Linear(4 * 6 * 6, 5))
        image = torch.randn(1, 3, 8, 8)
        torch.jit.script(model.eval()).save(r"%1$s/model.pt")
        numpy.savez(r"%1$s/input.npz", image=image.numpy())
        """
            .formatted(folder);
    String code =
        snippet
            .group(1)
            .replaceFirst("(?m)^(import .*)$", "$1\n" + Matcher.quoteReplacement(prelude))
            .replace("src/test/resources/golden/resnet18.npz", folder + "/golden.npz");
    assertThat(code).contains("golden.npz").contains("model.pt");
    Files.writeString(script, code, UTF_8);
    Python.with("torch").run(script);

    try (ZooModel<NDList, NDList> model = load(folder.resolve("model.pt"))) {
      run(model, folder.resolve("input.npz"), "image");
    }
    assertThat(scope).hasCapturedExactlyInOrder("0", "1", "2", "3");
    assertThat(scope).matchesGolden(Golden.of("golden").in(folder));
  }
}
