// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.layertap.torchscript.TorchScriptArchive;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeIT {
  private final Path folder;

  TreeIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @ValueSource(strings = {"cnn-traced", "cnn-scripted", "cnn-frozen", "lists", "nest"})
  void theTreeIsWhatPytorchPrintsWithPathsAndCountsAdded(String name) throws Exception {
    String out = LayertapProcess.in(folder).run("tree", Fixtures.model(name)).succeeded().out();
    assertThat(out).isEqualTo(TorchScriptArchive.open(Fixtures.model(name)).print());
    assertThat(out.replaceAll("  #.*", ""))
        .isEqualToNormalizingWhitespace(Files.readString(Fixtures.printed(name)));
  }

  @Test
  void jsonHoldsTheSameTree() throws Exception {
    JsonObject root =
        LayertapProcess.in(folder)
            .run("tree", "--json", Fixtures.model("cnn-traced"))
            .succeeded()
            .json();
    assertThat(root.get("type").getAsString()).isEqualTo("Cnn");
    assertThat(root.get("parameterCount").getAsLong()).isEqualTo(461);
    JsonObject stem = root.getAsJsonArray("children").get(0).getAsJsonObject();
    assertThat(stem.toString())
        .isEqualTo(
            "{\"path\":\"stem\",\"name\":\"stem\",\"type\":\"Conv2d\","
                + "\"qualifiedType\":\"__torch__.torch.nn.modules.conv.Conv2d\","
                + "\"parameterCount\":112,\"bufferCount\":0,"
                + "\"parameters\":[{\"name\":\"weight\",\"shape\":[4,3,3,3]},"
                + "{\"name\":\"bias\",\"shape\":[4]}],\"buffers\":[],\"children\":[]}");
  }

  @Test
  void whatIsNoModelIsRefused() throws Exception {
    LayertapProcess.Result gone = LayertapProcess.in(folder).run("tree", "gone.pt");
    assertThat(gone.err())
        .isEqualTo(
            "layertap: gone.pt cannot be read: there is no such file. MODEL is a file that"
                + " torch.jit.save wrote.\n");
    assertThat(gone.status()).isEqualTo(ExitCodes.WRONG_USE);

    Path text = Files.writeString(folder.resolve("text.pt"), "no model");
    LayertapProcess.Result none = LayertapProcess.in(folder).run("tree", text);
    assertThat(none.err()).startsWith("layertap: " + text + " is not a TorchScript archive: ");
    assertThat(none.err()).doesNotContain("\tat ");
    assertThat(none.status()).isEqualTo(ExitCodes.WRONG_USE);
    assertThat(LayertapProcess.in(folder).run("tree", "-v", text).err()).contains("\tat ");
  }

  @Test
  void wrongUseIsSaidWithTheWayOut() throws Exception {
    assertWrongUse(
        "layertap: Missing required subcommand\n\"layertap --help\" shows how it is used.\n");
    assertWrongUse(
        """
        layertap: Missing required parameter: 'MODEL'
        "layertap tree --help" shows how it is used.
        """,
        "tree");
    assertWrongUse(
        """
        layertap: Unknown option: '--jsno'
        Possible solutions: --json
        "layertap tree --help" shows how it is used.
        """,
        "tree",
        "--jsno",
        "x.pt");
  }

  private void assertWrongUse(String message, Object... arguments) throws Exception {
    LayertapProcess.Result result = LayertapProcess.in(folder).run(arguments);
    assertThat(result.err()).isEqualTo(message);
    assertThat(result.out()).isEmpty();
    assertThat(result.status()).isEqualTo(ExitCodes.WRONG_USE);
  }
}
