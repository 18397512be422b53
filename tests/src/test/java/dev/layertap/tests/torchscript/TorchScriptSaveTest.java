// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.torchscript.TorchScriptArchive;
import dev.layertap.trace.Tracer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is saved of a model that was loaded with twins is the model, and nothing of ours. */
class TorchScriptSaveTest {
  private static final Path MODELS =
      Path.of("..", "torchscript", "src", "test", "resources", "models");

  private final Path folder;
  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  TorchScriptSaveTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void attach() {
    Layertap.open(".").close();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  static Stream<Path> models() throws Exception {
    try (Stream<Path> files = Files.list(MODELS)) {
      return files.filter(file -> file.toString().endsWith(".pt")).sorted().toList().stream();
    }
  }

  private static Map<String, String> code(Path file) throws Exception {
    Map<String, String> code = new LinkedHashMap<>();
    TorchScriptArchive archive = TorchScriptArchive.open(file);
    archive
        .code()
        .units()
        .forEach(
            (name, unit) ->
                code.put(name.substring(archive.prefix().length()), unit.source().text()));
    return code;
  }

  private static boolean mentions(TorchScriptArchive archive) {
    return new String(archive.pickle(), ISO_8859_1).contains("layertap");
  }

  private Path saved(PtSymbolBlock block, String name) throws Exception {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      JniUtils.writeModule(block, out, false);
    }
    return file;
  }

  @ParameterizedTest
  @MethodSource("models")
  void whatIsSavedHasTheOriginalsCodeAndTree(Path file) throws Exception {
    try (CaseModel model = CaseModel.load(file, true)) {
      Path saved = saved((PtSymbolBlock) model.block(), "saved.pt");
      assertThat(code(saved)).isEqualTo(code(file));
      TorchScriptArchive archive = TorchScriptArchive.open(saved);
      assertThat(archive.print()).isEqualTo(TorchScriptArchive.open(file).print());
      // One fixture has such names of its own.
      boolean namedSo = mentions(TorchScriptArchive.open(file));
      assertThat(mentions(archive)).isEqualTo(namedSo);
      // libtorch loads it, and it can be given twins again.
      try (CaseModel again = CaseModel.load(saved)) {
        assertThat(Layertap.tree(again.model()).toString().lines().count())
            .isEqualTo(archive.print().lines().count());
      }
    }
  }

  private NDList run(PtSymbolBlock block) {
    NDArray input = manager.arange(2 * 3 * 12 * 12f).sin().reshape(new Shape(2, 3, 12, 12));
    return block.forward(new ParameterStore(manager, false), new NDList(input), false);
  }

  @Test
  void whatWasLearntIsSaved() throws Exception {
    Path file = MODELS.resolve("cnn-scripted.pt");
    try (CaseModel model = CaseModel.load(file, true);
        CaptureScope scope = Layertap.open("fc")) {
      PtSymbolBlock block = (PtSymbolBlock) model.block();
      NDList before = run(block);
      model.block().getParameters().forEach(one -> one.getValue().getArray().muli(1.5));
      NDList after = run(block);
      assertThat(after.get(0).allClose(before.get(0))).isFalse();
      try (CaseModel again = CaseModel.load(saved(block, "learnt.pt"))) {
        assertThat(run((PtSymbolBlock) again.block()).get(0)).isEqualTo(after.get(0));
      }
      assertThat(run(block).get(0)).isEqualTo(after.get(0));
      assertThat(scope.all("fc").size()).isGreaterThanOrEqualTo(4);
    }
  }

  @Test
  void aModelWhoseFileIsGoneIsSavedAllTheSame() throws Exception {
    Path file = Files.copy(MODELS.resolve("cnn-traced.pt"), folder.resolve("gone.pt"));
    Map<String, String> code = code(file);
    try (CaseModel model = CaseModel.load(file)) {
      Files.delete(file);
      Path saved = saved((PtSymbolBlock) model.block(), "saved.pt");
      assertThat(code(saved)).isEqualTo(code);
    }
  }

  @Test
  void aModelFromAStreamIsSavedWithoutTwins() throws Exception {
    Path file = MODELS.resolve("shared-scripted.pt");
    try (InputStream in = Files.newInputStream(file);
        PtNDManager own = (PtNDManager) NDManager.newBaseManager("PyTorch")) {
      PtSymbolBlock block = JniUtils.loadModule(own, in, false, false);
      assertThat(code(saved(block, "saved.pt"))).isEqualTo(code(file));
      block.close();
    }
  }

  @Test
  void whatDjlSavesAsParametersIsReadAsParameters() throws Exception {
    Path file = MODELS.resolve("cnn-scripted.pt");
    try (CaseModel learnt = CaseModel.load(file, true);
        CaseModel other = CaseModel.load(file)) {
      PtSymbolBlock from = (PtSymbolBlock) learnt.block();
      PtSymbolBlock into = (PtSymbolBlock) other.block();
      from.getParameters().forEach(one -> one.getValue().getArray().muli(1.5));
      NDList right = run(from);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      from.saveParameters(new DataOutputStream(bytes));
      into.loadParameters(
          other.model().getNDManager(),
          new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      try (CaptureScope scope = Layertap.open(".")) {
        assertThat(run(into).get(0)).isEqualTo(right.get(0));
        assertThat(scope.get(".").array()).isEqualTo(right.get(0));
        assertThat(scope.internalErrors()).isEmpty();
      }
      assertThat(Tracer.INSTANCE.tree(into).root().opaque())
          .hasValueSatisfying(
              reason ->
                  assertThat(reason)
                      .endsWith(
                          "or from a .params file; load its own file with the agent attached"));
    }
  }
}
