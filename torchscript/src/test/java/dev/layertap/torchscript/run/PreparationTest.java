// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.layertap.torchscript.Fixture;
import dev.layertap.torchscript.cache.CacheSettings;
import dev.layertap.torchscript.cache.UnusableCacheException;
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
}
