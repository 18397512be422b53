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
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a model whose copy cannot be used. */
class ModelLoadingTest {
  private static final Path MODEL = new Fixture("cnn-scripted").model();

  private final Path folder;
  private final LoadedModels models = new LoadedModels();
  private final List<String> said = new ArrayList<>();
  private final PtNDManager manager =
      (PtNDManager) NDManager.newBaseManager(Device.cpu(), "PyTorch");

  ModelLoadingTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private PtSymbolBlock load(ModelLoading loading, Path file) {
    Instead instead =
        requireNonNull(loading.file(manager, file, false, new String[0], new String[0], false));
    return (PtSymbolBlock) requireNonNull(instead.get());
  }

  private ModelLoading loading(ModelCache cache) {
    return new ModelLoading(models, cache, new OwnCalls(), said::add);
  }

  private static ModelCache cacheIn(Path folder) {
    return new ModelCache(new CacheSettings(Optional.of(folder), Long.MAX_VALUE));
  }

  private String reason(PtSymbolBlock block) {
    return models.of(block).orElseThrow().opaque().orElseThrow();
  }

  /** Breaks a line of each copy, as a mistake in the rewriting would. */
  private static final class Damaging extends ModelCache {
    Damaging(Path folder) {
      super(new CacheSettings(Optional.of(folder), Long.MAX_VALUE));
    }

    @Override
    RewrittenModel rewrite(ModelSource source) throws IOException {
      return damaged(super.rewrite(source));
    }

    @Override
    RewrittenModel rewriteAnew(ModelSource source) throws IOException {
      return damaged(super.rewriteAnew(source));
    }

    private static RewrittenModel damaged(RewrittenModel model) throws IOException {
      Path copy = model.file().resolveSibling("damaged.pt");
      try (ZipArchive zip = ZipArchive.open(model.file())) {
        String name = model.archive().prefix() + "code/__torch__/torch/nn/modules/linear.py";
        String code = new String(zip.read(name, 1 << 20), StandardCharsets.ISO_8859_1);
        ZipRewriter rewriter = new ZipRewriter(zip);
        rewriter.put(
            name,
            code.replace("torch.linear(", "torch.lineal(").getBytes(StandardCharsets.ISO_8859_1));
        rewriter.write(copy);
      }
      Files.move(copy, model.file(), StandardCopyOption.REPLACE_EXISTING);
      return model;
    }
  }

  @Test
  void aModelWhoseCopyIsRefusedIsLoadedAsItIsAndThePlaceIsSaidOnce() {
    ModelLoading loading = loading(new Damaging(folder));
    PtSymbolBlock block = load(loading, MODEL);
    load(loading, MODEL);
    assertThat(JniUtils.getMethodNames(block)).containsExactly("forward");
    assertThat(models.find(block)).isEmpty();
    assertThat(reason(block))
        .isEqualTo("a TorchScript model whose rewritten copy libtorch refused");
    assertThat(said).hasSize(1);
    assertThat(said.get(0))
        .startsWith(
            MODEL
                + " is loaded as it is, and its modules stay closed, because libtorch refuses its"
                + " rewritten copy: ")
        .contains("lineal", "linear.py\", line ");
  }

  @Test
  void aCopyThatWasDamagedInTheCacheIsWrittenAnew() throws IOException {
    ModelCache cache = cacheIn(folder);
    Path copy = cache.rewrite(ModelSource.of(MODEL)).file();
    byte[] sound = Files.readAllBytes(copy);
    Files.writeString(copy, "nothing is left of it");
    PtSymbolBlock block = load(loading(cache), MODEL);
    assertThat(models.find(block)).isPresent();
    assertThat(Files.readAllBytes(copy)).isEqualTo(sound);
    assertThat(said).isEmpty();
  }

  @Test
  void aCacheThatCannotBeUsedStopsNoModel() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    ModelLoading loading = loading(cacheIn(file));
    PtSymbolBlock block = load(loading, MODEL);
    load(loading, MODEL);
    String why =
        "the cache folder %s cannot be written (java.nio.file.FileAlreadyExistsException: %s);"
                .formatted(file, file)
            + " -Dlayertap.cache=FOLDER or LAYERTAP_CACHE names another";
    assertThat(said)
        .containsExactly(MODEL + " is loaded as it is, and its modules stay closed: " + why);
    assertThat(reason(block)).isEqualTo("a TorchScript model that could not be rewritten: " + why);
    assertThat(JniUtils.getMethodNames(block)).containsExactly("forward");
  }

  @Test
  void aCacheThatCannotBeUsedStopsNoStream() throws IOException {
    ModelLoading loading = loading(cacheIn(Files.createFile(folder.resolve("file"))));
    try (InputStream stream = Files.newInputStream(MODEL)) {
      Instead instead = requireNonNull(loading.stream(manager, stream, false, false));
      PtSymbolBlock block = (PtSymbolBlock) requireNonNull(instead.get());
      assertThat(JniUtils.getMethodNames(block)).containsExactly("forward");
      assertThat(reason(block)).startsWith("a TorchScript model that could not be rewritten: ");
    }
    assertThat(said).hasSize(1);
    assertThat(said.get(0))
        .startsWith("A model from a stream is loaded as it is, and its modules stay closed: ");
  }

  @Test
  void ofAFileThatIsNoModelOnlyTheEngineSpeaks() throws IOException {
    Path text = Files.writeString(folder.resolve("poem.pt"), "No archive at all.");
    ModelLoading loading = loading(cacheIn(folder.resolve("cache")));
    assertThatThrownBy(() -> load(loading, text))
        .isInstanceOf(EngineException.class)
        .hasMessage("PytorchStreamReader failed reading zip archive: not a ZIP archive");
    assertThat(said).isEmpty();
  }

  @Test
  void aCopyThatIsLoadedByItsOwnNameIsNotRewrittenAgain() throws IOException {
    ModelCache cache = cacheIn(folder);
    Path copy = cache.rewrite(ModelSource.of(MODEL)).file();
    assertThat(loading(cache).file(manager, copy, false, new String[0], new String[0], false))
        .isNull();
  }
}
