// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.layertap.torchscript.Fixture;
import dev.layertap.torchscript.TorchScriptArchive;
import dev.layertap.torchscript.cache.CacheSettings;
import dev.layertap.torchscript.cache.UnusableCacheException;
import dev.layertap.torchscript.twin.Place;
import dev.layertap.torchscript.twin.TwinWriter;
import dev.layertap.torchscript.twin.Twins;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparationTest {
  private final Path folder;
  private final Map<String, Object> configuration;

  PreparationTest(@TempDir Path temporary) {
    this.folder = temporary.resolve("cache");
    this.configuration = Map.of("cache", folder.toString());
  }

  @Test
  void anAppThatMayNeverLoadAModelGetsNoFolder() throws Exception {
    Preparation.prepare(configuration);
    assertThat(folder).doesNotExist();
    Preparation.prepare(Map.of("cache", "off"));
  }

  @Test
  void aFolderWithCopiesHasTheSameFilesAfterIt() throws Exception {
    ModelCache cache = new ModelCache(CacheSettings.configured(configuration));
    ModelSource model = ModelSource.of(new Fixture("cnn-scripted").model());
    try (RewrittenModel written = cache.rewrite(model)) {
      Preparation.prepare(configuration);
      assertThat(written.file()).exists();
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(2); // the copy, and who uses it
    }
  }

  @Test
  void aFolderThatIsOthersTooIsRefusedAndLeftAsItIs() throws Exception {
    Files.createDirectory(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> Preparation.prepare(configuration))
        .isInstanceOf(UnusableCacheException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theExampleHasNoPlaceThatCannotBeCaptured() throws Exception {
    Path file = folder.resolveSibling("example.pt");
    try (InputStream example = Preparation.class.getResourceAsStream("example.pt")) {
      Files.copy(example, file);
    }
    Twins twins = TwinWriter.of(TorchScriptArchive.open(file)).twins();
    assertThat(twins.opaque()).isEmpty();
    assertThat(twins.places())
        .flatExtracting(Place::paths)
        .contains("layers.1.norm", "layers.2", "head");
  }

  @Test
  void aCacheIsEmptyUntilAModelWasRewritten() throws Exception {
    ModelCache cache = new ModelCache(CacheSettings.configured(configuration));
    assertThat(cache.isEmpty()).isTrue();
    Files.createDirectory(folder);
    Files.createFile(folder.resolve("notes.txt"));
    assertThat(cache.isEmpty()).isTrue();
    cache.rewrite(ModelSource.of(new Fixture("cnn-scripted").model())).close();
    assertThat(cache.isEmpty()).isFalse();
    assertThat(new ModelCache(CacheSettings.configured(Map.of("cache", "off"))).isEmpty()).isTrue();
  }
}
