// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import dev.layertap.torchscript.Fixture;
import dev.layertap.torchscript.archive.ZipArchive;
import dev.layertap.torchscript.archive.ZipRewriter;
import dev.layertap.torchscript.cache.CacheSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that Layertap refuses and libtorch loads is loaded, and nothing of it stays behind. */
class HostileLoadingTest {
  private static final String CODE = "cnn-scripted/code/__torch__/fixture_models.py";

  private final Path cache;
  private final Path file;
  private final LoadedModels models = new LoadedModels();
  private final List<String> said = new ArrayList<>();
  private final ModelLoading loading;
  private final PtNDManager manager =
      (PtNDManager) NDManager.newBaseManager(Device.cpu(), "PyTorch");

  HostileLoadingTest(@TempDir Path folder) {
    this.cache = folder.resolve("cache");
    this.file = folder.resolve("cnn.pt");
    this.loading = new ModelLoading(models, ofFolder(cache), new OwnCalls(), said::add);
  }

  /** A function beside the model's, of more levels than are read; libtorch does not mind. */
  @BeforeEach
  void writeModel() throws IOException {
    try (ZipArchive zip = ZipArchive.open(new Fixture("cnn-scripted").model())) {
      ZipRewriter rewriter = new ZipRewriter(zip);
      String code = new String(zip.read(CODE, 1 << 20), StandardCharsets.ISO_8859_1);
      rewriter.put(
          CODE,
          (code + "def deep(x: Tensor) -> Tensor:\n  return " + "-".repeat(500) + "x\n")
              .getBytes(StandardCharsets.ISO_8859_1));
      rewriter.write(file);
    }
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private static ModelCache ofFolder(Path folder) {
    return new ModelCache(CacheSettings.configured(Map.of("cache", folder.toString())));
  }

  private List<Path> left() throws IOException {
    if (!Files.exists(cache)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(cache)) {
      return files
          .filter(Files::isRegularFile)
          .filter(path -> !path.endsWith("in-use")) // what JVMs lock, which stays
          .toList();
    }
  }

  private PtSymbolBlock load(Path path) {
    Instead instead =
        requireNonNull(loading.file(manager, path, false, new String[0], new String[0], false));
    return (PtSymbolBlock) requireNonNull(instead.get());
  }

  private PtSymbolBlock load(InputStream stream, boolean hasSize) {
    Instead instead = requireNonNull(loading.stream(manager, stream, false, hasSize));
    return (PtSymbolBlock) requireNonNull(instead.get());
  }

  private String reason(PtSymbolBlock block) {
    return models.of(block).orElseThrow().opaque().orElseThrow();
  }

  @Test
  void aFileThatIsRefusedIsLoadedAsItIsAndThatIsSaidOnce() throws IOException {
    PtSymbolBlock block = load(file);
    load(file);
    assertThat(JniUtils.getMethodNames(block)).containsExactly("forward");
    assertThat(reason(block))
        .matches("a TorchScript model that could not be rewritten: .*400 levels of nesting.*");
    assertThat(said).hasSize(1);
    assertThat(said.get(0))
        .startsWith(file + " is loaded as it is, and its modules stay closed: " + file + ", entry ")
        .contains("expected at most 400 levels of nesting, found '-'");
    assertThat(left()).isEmpty();
  }

  @Test
  void aStreamThatIsRefusedIsLoadedAsItIsAndNotKept() throws IOException {
    PtSymbolBlock block = load(Files.newInputStream(file), false);
    assertThat(JniUtils.getMethodNames(block)).containsExactly("forward");
    assertThat(reason(block)).startsWith("a TorchScript model that could not be rewritten: ");
    assertThat(said).hasSize(1);
    assertThat(left()).isEmpty();
  }

  @Test
  void whatTheEngineRefusesTooIsNotKeptEither() throws IOException {
    byte[] text = "No archive at all.".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> load(new ByteArrayInputStream(text), false))
        .isInstanceOf(EngineException.class);
    assertThat(said).isEmpty();
    assertThat(left()).isEmpty();
  }

  @Test
  void aCopyOfAModelThatTheEngineRefusesIsNotKept() throws IOException {
    try (ZipArchive zip = ZipArchive.open(new Fixture("cnn-scripted").model())) {
      ZipRewriter rewriter = new ZipRewriter(zip);
      rewriter.remove("cnn-scripted/data/3");
      rewriter.write(file);
    }
    assertThatThrownBy(() -> load(file)).isInstanceOf(EngineException.class);
    assertThat(left()).isEmpty();
    assertThatThrownBy(() -> TorchScriptModel.load(file, ofFolder(cache)))
        .isInstanceOf(EngineException.class);
    assertThat(left()).isEmpty();
  }

  @Test
  void aStreamWhoseSizeIsBelowZeroIsReadWhole() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new DataOutputStream(out).writeLong(-7);
    Files.copy(new Fixture("cnn-scripted").model(), out);
    PtSymbolBlock block = load(new ByteArrayInputStream(out.toByteArray()), true);
    assertThat(models.find(block)).isPresent();
    assertThat(said).isEmpty();
  }
}
