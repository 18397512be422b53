// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SymbolBlock;
import ai.djl.training.ParameterStore;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.layertap.file.ArrayFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptureIT {
  private static final double TOLERANCE = 1e-4;

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final Path folder;
  private final LayertapProcess layertap;

  CaptureIT(@TempDir Path folder) {
    this.folder = folder;
    this.layertap = LayertapProcess.in(folder);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @CsvSource({
    "cnn-traced, all.npz",
    "cnn-scripted, all.safetensors",
    "outputs, all.npz",
    "lists, all.safetensors",
    "cells-scripted, all.npz",
    "inputs, all.npz",
    "quantized, all.npz"
  })
  void everyActivationInTheFileIsTheOneThatPytorchsHooksSaw(String name, String out)
      throws Exception {
    layertap
        .run(
            "capture", Fixtures.model(name), "--input", Fixtures.inputs(name, folder), "--out", out)
        .succeeded();
    Map<String, NDArray> expected = Fixtures.recorded(name, manager);
    Map<String, NDArray> written = ArrayFile.read(folder.resolve(out), manager);
    assertThat(written).isNotEmpty();
    written.forEach(
        (key, array) -> assertEqual(key, array, Objects.requireNonNull(expected.get(key), key)));
    assertThat(written.keySet().stream().filter(key -> key.startsWith("#0"))).isNotEmpty();
    assertThat(folder.resolve(out)).isRegularFile();
  }

  private static void assertEqual(String key, NDArray array, NDArray expected) {
    assertThat(array.getShape()).as(key).isEqualTo(expected.getShape());
    assertThat(array.getDataType()).as(key).isEqualTo(expected.getDataType());
    if (array.size() > 0) {
      NDArray actual = array.toType(DataType.FLOAT64, false);
      NDArray wanted = expected.toType(DataType.FLOAT64, false);
      double largest = Math.max(1e-6, wanted.abs().max().getDouble());
      assertThat(actual.sub(wanted).abs().max().getDouble())
          .as(key)
          .isLessThanOrEqualTo(TOLERANCE * largest);
    }
  }

  @Test
  void theModelsOwnOutputsAreTheSameBitsAsInDjlAlone() throws Exception {
    Path inputs = Fixtures.inputs("cnn-traced", folder);
    layertap
        .run("capture", Fixtures.model("cnn-traced"), "--input", inputs, "--out", "a.npz")
        .succeeded();
    try (Model model = Model.newInstance("cnn-traced", "PyTorch")) {
      model.load(Fixtures.model("cnn-traced").getParent(), "cnn-traced");
      NDArray input = Objects.requireNonNull(ArrayFile.read(inputs, manager).get("input/0"));
      SymbolBlock block = (SymbolBlock) model.getBlock();
      NDList expected = block.forward(new ParameterStore(manager, false), new NDList(input), false);
      NDArray written =
          Objects.requireNonNull(ArrayFile.read(folder.resolve("a.npz"), manager).get("#0"));
      assertThat(written.toByteArray()).isEqualTo(expected.singletonOrThrow().toByteArray());
    }
  }

  @Test
  void theTableShowsWhatWasTakenAndThenWhatCannotBeSeen() throws Exception {
    String out =
        layertap
            .run(
                "capture",
                Fixtures.model("outputs"),
                "--input",
                Fixtures.inputs("outputs", folder),
                "--select",
                "maybe or silent or numbers",
                "--select",
                "texts",
                "--select",
                "named",
                "--what",
                "both",
                "--out",
                "a.npz")
            .out();
    assertThat(out.lines().map(line -> line.replaceAll(" {2,}", " | ")))
        .startsWith(
            "PATH | CALL | SHAPE | TYPE | MEAN | STD | MIN | MAX | NAN | INF",
            "named | 0<0 | (3, 4) | float32 | 0.0668 | 0.7829 | -1.2050 | 1.3186 | 0 | 0",
            "named | 0/0 | (3, 4) | float32 | 1.0668 | 0.7829 | -0.2050 | 2.3186 | 0 | 0",
            "named | 0/1/0 | (3, 4) | float32 | 0.0668 | 0.7829 | -1.2050 | 1.3186 | 0 | 0")
        .contains("maybe | 0<1 | = false | bool", "maybe | 0 | None", "Opaque:");
    assertThat(ArrayFile.read(folder.resolve("a.npz"), manager).keySet())
        .contains("named#0<0", "named#0/1/0", "maybe#1", "#0/0", "#0/1/late")
        .doesNotContain("maybe#0<1", "#0<0");
  }

  @Test
  void jsonTellsTheSame() throws Exception {
    Path model = Fixtures.model("branches");
    Path inputs = Fixtures.inputs("branches", folder);
    JsonObject json =
        layertap
            .run("capture", model, "--input", inputs, "--out", "a.npz", "--what", "both", "--json")
            .succeeded()
            .json();
    assertThat(json.keySet())
        .containsExactly("model", "method", "out", "values", "opaque", "notRun", "misses");
    List<String> keys = new ArrayList<>();
    for (JsonElement element : json.getAsJsonArray("values")) {
      keys.add(element.getAsJsonObject().get("key").getAsString());
    }
    assertThat(keys)
        .containsExactlyElementsOf(ArrayFile.read(folder.resolve("a.npz"), manager).keySet());
    assertThat(keys).startsWith("#0<0").endsWith("#0").contains("left.inner#0", "left#0<0");
    assertThat(json.getAsJsonArray("notRun").toString())
        .isEqualTo(
            "[{\"place\":\"negative\",\"module\":\"Linear\",\"reason\":\"no code that ran in this"
                + " pass called it\"}]");
    JsonObject first = json.getAsJsonArray("values").get(1).getAsJsonObject();
    assertThat(first.keySet())
        .containsExactly(
            "key",
            "path",
            "call",
            "element",
            "input",
            "module",
            "type",
            "shape",
            "mean",
            "std",
            "min",
            "max",
            "nan",
            "infinite");
  }

  @Test
  void onlyInputsAreTakenWhenAskedForAndTheModelsOwnOutputsAlways() throws Exception {
    layertap
        .run(
            "capture",
            Fixtures.model("cnn-traced"),
            "--input",
            Fixtures.inputs("cnn-traced", folder),
            "--select",
            "stem",
            "--select",
            "layer1.*.conv1",
            "--what",
            "input",
            "--out",
            "a.safetensors")
        .succeeded();
    assertThat(ArrayFile.read(folder.resolve("a.safetensors"), manager).keySet())
        .containsExactly("stem#0<0", "layer1.0.conv1#0<0", "layer1.1.conv1#0<0", "#0");
  }

  @Test
  void aFrozenModelGivesItsOutputsAndIsNamedAsOpaque() throws Exception {
    String out =
        layertap
            .run(
                "capture",
                Fixtures.model("cnn-frozen"),
                "--input",
                Fixtures.inputs("cnn-frozen", folder),
                "--select",
                "**",
                "--out",
                "a.npz")
            .succeeded()
            .out();
    assertThat(out)
        .endsWith(
            "\nOpaque:\n  the model (Cnn): it was frozen: the modules that were inside it are gone\n");
  }

  @Test
  void aSelectorThatMatchesNothingIsAMissWithWhatMayHaveBeenMeant() throws Exception {
    Path model = Fixtures.model("branches");
    LayertapProcess.Result result =
        layertap.run(
            "capture",
            model,
            "--input",
            Fixtures.inputs("branches", folder),
            "--select",
            "left",
            "--select",
            "negatve",
            "--out",
            "a.npz");
    assertThat(result.err())
        .isEqualTo(
            "layertap: Nothing in "
                + model
                + " matches \"negatve\". Did you mean \"negative\"?\n\"layertap tree "
                + model
                + "\" prints all paths.\n");
    assertThat(result.status()).isEqualTo(ExitCodes.MISS);
    assertThat(folder.resolve("a.npz")).doesNotExist();
  }

  @Test
  void aSelectedPlaceThatDidNotRunIsAMissAndTheRestIsWritten() throws Exception {
    LayertapProcess.Result result =
        layertap.run(
            "capture",
            Fixtures.model("branches"),
            "--input",
            Fixtures.inputs("branches", folder),
            "--select",
            "left",
            "--select",
            "negative",
            "--out",
            "a.npz");
    assertThat(result.err())
        .isEqualTo(
            """
            layertap: Nothing was captured for "negative".
              negative (Linear): no code that ran in this pass called it
            """);
    assertThat(result.status()).isEqualTo(ExitCodes.MISS);
    assertThat(ArrayFile.read(folder.resolve("a.npz"), manager)).containsOnlyKeys("left#0", "#0");
  }

  @Test
  void wrongUseLeavesNothingBehind() throws Exception {
    Path model = Fixtures.model("cnn-traced");
    Path inputs = Fixtures.inputs("cnn-traced", folder);
    assertWrongUse(
        "Cannot read the selector \"a b\" at column 3: \"and\" or \"or\" is missing before \"b\"",
        model,
        inputs,
        "--select",
        "a b");
    assertWrongUse(
        "--select \"x=stem\" gives a name, and keys in a file are made of paths. Write --select"
            + " \"stem\".",
        model,
        inputs,
        "--select",
        "x=stem");
    assertWrongUse(
        model + " has no method nope; it has forward.", model, inputs, "--method", "nope");
    assertWrongUse("forward takes 1 input (x); --input gave 2.", model, inputs, "--input", inputs);
    assertWrongUse("gone.npy cannot be read: there is no such file.", model, Path.of("gone.npy"));
    assertWrongUse(
        "--resize, --mean and --std are for images, and no --input is one. Leave them out.",
        model,
        inputs,
        "--resize",
        "8,8");
    Path text = Files.writeString(folder.resolve("text.jpg"), "no image");
    assertWrongUse(
        text
            + " cannot be read: it is no .npy, .npz or .safetensors file, and no image that Java"
            + " reads (PNG, JPEG, BMP, GIF, TIFF).",
        model,
        text);
    assertThat(folder.resolve("a.npz")).doesNotExist();
    LayertapProcess.Result out =
        layertap.run("capture", model, "--input", inputs, "--out", "activations.pt");
    assertThat(out.err())
        .isEqualTo(
            "layertap: activations.pt cannot be written: its name must end in .npz or"
                + " .safetensors.\n");
    assertThat(out.status()).isEqualTo(ExitCodes.WRONG_USE);
  }

  @Test
  void whatLibtorchSaysIsShortenedToItsReason() throws Exception {
    Path wrong = folder.resolve("wrong.npz");
    ArrayFile.write(wrong, Map.of("x", manager.zeros(new Shape(2, 5, 12, 12))));
    assertWrongUse(
        Fixtures.model("cnn-traced")
            + " fails on these inputs. libtorch says: Given groups=1, weight of size [4, 3, 3, 3],"
            + " expected input[2, 5, 12, 12] to have 3 channels, but got 5 channels instead",
        Fixtures.model("cnn-traced"),
        wrong);
  }

  private void assertWrongUse(String message, Path model, Path input, Object... more)
      throws Exception {
    List<Object> arguments = new ArrayList<>(List.of("capture", model, "--input", input));
    arguments.addAll(List.of("--out", "a.npz"));
    arguments.addAll(List.of(more));
    LayertapProcess.Result result = layertap.run(arguments.toArray());
    assertThat(result.err()).isEqualTo("layertap: " + message + "\n");
    assertThat(result.out()).isEmpty();
    assertThat(result.status()).isEqualTo(ExitCodes.WRONG_USE);
  }
}
