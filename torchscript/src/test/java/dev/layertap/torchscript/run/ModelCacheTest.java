// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.layertap.torchscript.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCacheTest {
  private final Path folder;
  private final Path models;
  private final Path model;
  private final ModelCache cache;

  ModelCacheTest(@TempDir Path temporary) {
    this.folder = temporary.resolve("cache").resolve("layertap");
    this.models = temporary.resolve("models");
    this.model = models.resolve("net.pt");
    this.cache = new ModelCache(folder);
  }

  @BeforeEach
  void copyModel() throws IOException {
    Files.createDirectory(models);
    Files.copy(new Fixture("cnn-scripted").model(), model);
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static Object identity(Path file) throws IOException {
    return List.of(Files.getAttribute(file, "unix:ino"), Files.getLastModifiedTime(file));
  }

  @Test
  void theCopyLiesInTheCacheAndNotBesideTheModel() throws IOException {
    RewrittenModel rewritten = cache.rewrite(model);
    assertThat(filesIn(folder)).containsExactly(rewritten.file());
    assertThat(filesIn(models)).containsExactly(model);
    assertThat(Files.readAllBytes(model))
        .isEqualTo(Files.readAllBytes(new Fixture("cnn-scripted").model()));
    assertThat(cache.holds(rewritten.file())).isTrue();
    assertThat(cache.holds(model)).isFalse();
  }

  @Test
  void aSecondLoadTakesTheSameFile() throws IOException {
    Path first = cache.rewrite(model).file();
    Object before = identity(first);
    assertThat(new ModelCache(folder).rewrite(model).file()).isEqualTo(first);
    assertThat(identity(first)).isEqualTo(before);
    assertThat(cache.rewriteAnew(model).file()).isEqualTo(first);
    assertThat(identity(first)).isNotEqualTo(before);
  }

  @Test
  void otherWeightsOfTheSameSizeAndTimeAreAnotherModel() throws IOException {
    OtherWeights.write(model, 0);
    FileTime time = Files.getLastModifiedTime(model);
    long size = Files.size(model);
    Path first = cache.rewrite(model).file();
    OtherWeights.write(model, 1);
    assertThat(Files.size(model)).isEqualTo(size);
    Files.setLastModifiedTime(model, time);
    assertThat(cache.rewrite(model).file()).isNotEqualTo(first);
  }

  @Test
  void onlyItsOwnerCanReadIt() throws IOException {
    Path file = cache.rewrite(model).file();
    Path kept = cache.keep(Files.newInputStream(model));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    for (Path each : List.of(file, kept)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void theFolderMayBeALink() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolveSibling("elsewhere"));
    Files.createSymbolicLink(folder, elsewhere);
    cache.rewrite(model);
    assertThat(filesIn(elsewhere)).hasSize(1);
  }

  @Test
  void aFileInTheFoldersPlaceIsNamed() throws IOException {
    Files.createFile(Files.createDirectories(folder.resolve("..").normalize()).resolve("layertap"));
    assertThatThrownBy(() -> cache.rewrite(model))
        .isInstanceOf(ModelCache.UnusableException.class)
        .hasMessage(
            "the cache folder %s cannot be written (java.nio.file.FileAlreadyExistsException: %s);"
                    .formatted(folder, folder)
                + " -Dlayertap.cache=FOLDER or LAYERTAP_CACHE names another");
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-x------"));
    assumeFalse(Files.isWritable(folder), "this user may write everywhere");
    assertThatThrownBy(() -> cache.rewrite(model))
        .isInstanceOf(ModelCache.UnusableException.class)
        .hasMessageContaining("AccessDeniedException");
  }
}
