// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.golden;

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
import dev.layertap.file.ArrayFile;
import dev.layertap.testing.Failures;
import dev.layertap.testing.junit.CaptureActivations;
import dev.layertap.testkit.Python;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Golden files that a real PyTorch writes with the lines of the documentation. */
@CaptureActivations("**")
class PythonGoldenTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

  /** What the page leaves to its reader: a model, an image, and the folder of the module. */
  private static final String MODEL_AND_IMAGE =
      """
      import json, os, struct, numpy, torch
      from torch import nn
      os.chdir(r"%s")
      torch.manual_seed(0)
      model = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(4 * 6 * 6, 5))
      image = torch.randn(1, 3, 8, 8)
      torch.jit.script(model.eval()).save("model.pt")
      numpy.savez("input.npz", image=image.numpy())

      """;

  /**
   * The safetensors package is in no Debian, so this is its format: the length of a header, the
   * header, which names the place of each array, and the arrays.
   */
  private static final String SAVE_FILE =
      """

      def save_file(arrays, file):
          header, at = {"__metadata__": {"format": "pt"}}, 0
          for name, array in arrays.items():
              header[name] = {
                  "dtype": {"float32": "F32", "int64": "I64"}[str(array.dtype)],
                  "shape": list(array.shape),
                  "data_offsets": [at, at + array.nbytes],
              }
              at += array.nbytes
          text = json.dumps(header).encode()
          text += b" " * (-len(text) % 8)
          with open(file, "wb") as out:
              out.write(struct.pack("<Q", len(text)) + text)
              for array in arrays.values():
                  out.write(array.tobytes())

      """;

  @SuppressWarnings("NullAway.Init") // JUnit does
  @TempDir
  private Path module;

  @BeforeEach
  void makeFolder() throws Exception {
    Files.createDirectories(module.resolve(GOLDEN));
  }

  private static String documented(String language, int which) throws Exception {
    String page = Files.readString(Path.of("..", "docs", "testing.md"));
    Matcher snippets =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(page);
    for (int i = 0; i <= which; i++) {
      assertThat(snippets.find()).isTrue();
    }
    return snippets.group(1);
  }

  private void runPython(String code) throws Exception {
    Path script = module.resolve("write.py");
    Files.writeString(script, MODEL_AND_IMAGE.formatted(module) + code, UTF_8);
    Python.with("torch").run(script);
  }

  private void runModel() throws Exception {
    try (ZooModel<NDList, NDList> model =
            Criteria.builder()
                .setTypes(NDList.class, NDList.class)
                .optModelPath(module.resolve("model.pt"))
                .optEngine("PyTorch")
                .build()
                .loadModel();
        Predictor<NDList, NDList> predictor = model.newPredictor()) {
      NDArray image =
          requireNonNull(
              ArrayFile.read(module.resolve("input.npz"), model.getNDManager()).get("image"));
      predictor.predict(new NDList(image));
    }
  }

  private Golden golden() {
    return Golden.of("resnet18").in(module.resolve(GOLDEN));
  }

  @Test
  void theDocumentedLinesWriteAGolden(CaptureScope scope) throws Exception {
    runPython(documented("python", 0));
    assertThat(module.resolve(GOLDEN)).isDirectoryContaining("glob:**.npz");
    runModel();
    assertThat(scope).hasCapturedExactlyInOrder("0", "1", "2", "3");
    assertThat(scope).matchesGolden(golden());
  }

  @Test
  void safetensorsThatPythonWroteAreAGoldenToo(CaptureScope scope) throws Exception {
    String save = documented("python", 1).replaceFirst("from safetensors.numpy .*\n", SAVE_FILE);
    String hooks = documented("python", 0).replaceFirst("numpy.savez\\(.*\n", "");
    runPython(hooks + "arrays[\"not captured\"] = numpy.arange(3)\n" + save);
    assertThat(module.resolve(GOLDEN)).isDirectoryContaining("glob:**.safetensors");
    runModel();
    assertThat(scope).matchesGolden(golden());
  }

  @Test
  void whatPythonComputedOtherwiseIsNamed(CaptureScope scope) throws Exception {
    String save = documented("python", 1).replaceFirst("from safetensors.numpy .*\n", SAVE_FILE);
    String hooks = documented("python", 0).replaceFirst("numpy.savez\\(.*\n", "");
    runPython(hooks + "arrays[\"3#0\"][0, 2] += 1\ndel arrays[\"2#0\"]\n" + save);
    runModel();
    assertThat(Failures.of(() -> assertThat(scope).matchesGolden(golden())))
        .contains("but 2 of 4 values do not. In order of execution:")
        .contains("\n  2#0: captured, but not in the file\n")
        .contains("\n  3#0: 1 of 5 elements differ, at most by ")
        .endsWith("if the change is meant, make it anew where it came from.");
  }
}
