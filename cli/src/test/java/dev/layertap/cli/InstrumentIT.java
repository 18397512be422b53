// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.testkit.Python;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstrumentIT {
  private static final Path SCRIPT =
      Path.of("src/test/python/instrument_parity.py").toAbsolutePath();

  private final Path folder;
  private final LayertapProcess layertap;

  InstrumentIT(@TempDir Path folder) {
    this.folder = folder;
    this.layertap = LayertapProcess.in(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "anything, 4",
    "cnn-traced, 38",
    "forks, 25",
    "outputs, 26",
    "lists, 24",
    "inputs, 32"
  })
  void pythonCapturesWhatPytorchsHooksSaw(String name, int arrays) throws Exception {
    Path model = Fixtures.model(name);
    layertap.run("instrument", model, "--what", "both", "--out", "copy.pt").succeeded();
    Path recorded = model.resolveSibling(name + ".npz");
    Python python = Python.with("torch");
    assertThat(python.run(SCRIPT, "compare", recorded, model, folder.resolve("copy.pt")))
        .isEqualTo(arrays + " arrays\n");
  }

  @Test
  void theLinesOfThePageRun() throws Exception {
    layertap.run("instrument", Fixtures.model("cnn-scripted"), "--out", "copy.pt").succeeded();
    Path page = Path.of("../docs/torchscript.md").toAbsolutePath();
    assertThat(Python.with("torch").run(SCRIPT, "page", page, folder.resolve("copy.pt")))
        .isEqualTo("19 (2, 4, 5, 5)\n");
  }

  @Test
  void onlyWhatIsSelectedIsCapturedAndTheMethodsAreSaid() throws Exception {
    assertThat(
            layertap
                .run(
                    "instrument",
                    Fixtures.model("cnn-scripted"),
                    "--select",
                    "maxpool",
                    "--select",
                    "layer1.*.relu",
                    "--out",
                    "layers.pt")
                .succeeded()
                .out())
        .isEqualTo("layers.pt captures from 3 modules:\n  layertap_capture, for forward\n");
  }

  @Test
  void whatCannotBeSeenIsNamedWithItsReason() throws Exception {
    assertThat(
            layertap
                .run("instrument", Fixtures.model("closed"), "--out", "copy.pt")
                .succeeded()
                .out())
        .startsWith(
            """
            copy.pt captures from 1 module:
              layertap_capture, for forward

            Opaque:
              unused (Linear): no code of the model calls it
            """);
  }

  @Test
  void aModelIsNeverReplacedByItsCopy() throws Exception {
    Path model = Files.copy(Fixtures.model("cnn-scripted"), folder.resolve("cnn.pt"));
    byte[] before = Files.readAllBytes(model);
    refused("cnn.pt is the model itself, which is left as it is. Name another file.", "cnn.pt");
    assertThat(model).hasBinaryContent(before);
  }

  private void refused(String message, String model) throws Exception {
    LayertapProcess.Result result = layertap.run("instrument", model, "--out", "cnn.pt");
    assertThat(result.err()).isEqualTo("layertap: " + message + "\n");
    assertThat(result.status()).isEqualTo(2);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .allMatch(List.of("cnn.pt", "copy.pt")::contains);
    }
  }

  @Test
  void aFrozenModelIsRefused() throws Exception {
    Path model = Fixtures.model("cnn-frozen");
    refused(
        model
            + " was frozen: the modules that were inside it are gone, and nothing is left to"
            + " capture. Instrument the model before torch.jit.freeze.",
        model.toString());
  }

  @Test
  void anInstrumentedModelIsRefused() throws Exception {
    layertap.run("instrument", Fixtures.model("forks"), "--out", "copy.pt").succeeded();
    refused(
        "copy.pt is instrumented already. Instrument the model that it was made of.", "copy.pt");
  }

  @Test
  void aSelectorThatMatchesNothingWritesNothing() throws Exception {
    Path model = Fixtures.model("cnn-scripted");
    LayertapProcess.Result result =
        layertap.run("instrument", model, "--select", "maxpol", "--out", "copy.pt");
    assertThat(result.err())
        .isEqualTo(
            """
            layertap: Nothing in %1$s matches "maxpol". Did you mean "maxpool"?
            "layertap tree %1$s" prints all paths.
            """
                .formatted(model));
    assertThat(result.status()).isEqualTo(1);
    assertThat(folder.resolve("copy.pt")).doesNotExist();
  }

  @Test
  void aFolderThatIsNotThereIsNamed() throws Exception {
    LayertapProcess.Result result =
        layertap.run("instrument", Fixtures.model("forks"), "--out", "none/copy.pt");
    assertThat(result.err())
        .isEqualTo(
            "layertap: none/copy.pt cannot be written: there is no folder %s. Create it first.\n"
                .formatted(folder.resolve("none")));
    assertThat(result.status()).isEqualTo(2);
  }
}
