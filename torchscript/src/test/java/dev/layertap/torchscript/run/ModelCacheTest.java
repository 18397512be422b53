// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.layertap.torchscript.Fixture;
import dev.layertap.torchscript.TorchScriptArchive;
import dev.layertap.torchscript.archive.ArchiveException;
import dev.layertap.torchscript.cache.CacheSettings;
import dev.layertap.torchscript.cache.UnusableCacheException;
import dev.layertap.torchscript.code.SourceUnit;
import dev.layertap.torchscript.twin.TwinWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelCacheTest {
  private final Path temporary;
  private final Path folder;
  private final Path models;
  private final Path model;
  private final ModelCache cache;

  ModelCacheTest(@TempDir Path temporary) {
    this.temporary = temporary;
    this.folder = temporary.resolve("cache").resolve("layertap");
    this.models = temporary.resolve("models");
    this.model = models.resolve("net.pt");
    this.cache = cacheIn(folder);
  }

  private static ModelCache cacheIn(Path folder) {
    return cacheOf(folder, Long.MAX_VALUE);
  }

  private static ModelCache cacheOf(Path folder, long limit) {
    return new ModelCache(new CacheSettings(Optional.of(folder), limit));
  }

  @BeforeEach
  void copyModel() throws IOException {
    Files.createDirectory(models);
    Files.copy(new Fixture("cnn-scripted").model(), model);
  }

  private RewrittenModel rewrite() throws IOException {
    return cache.rewrite(ModelSource.of(model));
  }

  private static List<Path> copiesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.endsWith("in-use")).sorted().toList();
    }
  }

  private static Object identity(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino");
  }

  @Test
  void theCopyLiesInTheCacheAndNotBesideTheModel() throws IOException {
    RewrittenModel rewritten = rewrite();
    assertThat(copiesIn(folder)).containsExactly(rewritten.file());
    assertThat(copiesIn(models)).containsExactly(model);
    assertThat(Files.readAllBytes(model))
        .isEqualTo(Files.readAllBytes(new Fixture("cnn-scripted").model()));
    assertThat(cache.holds(rewritten.file())).isTrue();
    assertThat(cache.holds(model)).isFalse();
  }

  @Test
  void aSecondLoadTakesTheSameFile() throws IOException {
    Path first = rewrite().file();
    Object before = identity(first);
    assertThat(cacheIn(folder).rewrite(ModelSource.of(model)).file()).isEqualTo(first);
    assertThat(identity(first)).isEqualTo(before);
    assertThat(cache.rewriteAnew(ModelSource.of(model)).file()).isEqualTo(first);
    assertThat(identity(first)).isNotEqualTo(before);
  }

  static List<Fixture> fixtures() {
    return Fixture.all();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void whatIsReadFromACopyIsWhatWasKnownWhenItWasWritten(Fixture fixture) throws IOException {
    Path file = fixture.model();
    TorchScriptArchive archive = TorchScriptArchive.open(file);
    TwinWriter writer = TwinWriter.of(archive);
    cache.rewrite(ModelSource.of(file)).close();
    RewrittenModel found = cacheIn(folder).rewrite(ModelSource.of(file));
    Outline known = Outline.of(archive, writer.twins());
    assertThat(KeptOriginal.outline(found.file(), keyOf(found))).hasValue(known);
    assertThat(found.twins()).isEqualTo(writer.twins());
    assertThat(found.interior()).isEqualTo(known.interior());
    TorchScriptArchive kept = found.archive();
    assertThat(kept.print()).isEqualTo(archive.print());
    assertThat(kept.prefix()).isEqualTo(archive.prefix());
    assertThat(kept.pickle()).isEqualTo(archive.pickle());
    assertThat(texts(kept)).isEqualTo(texts(archive));
  }

  private static String keyOf(RewrittenModel found) {
    return found.file().getFileName().toString().replace(".pt", "");
  }

  private static Map<String, String> texts(TorchScriptArchive archive) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, SourceUnit> unit : archive.code().units().entrySet()) {
      texts.put(unit.getKey() + " " + unit.getValue().qualifier(), unit.getValue().source().text());
    }
    return texts;
  }

  @Test
  void otherWeightsOfTheSameSizeAndTimeAreAnotherModel() throws IOException {
    OtherWeights.write(model, 0);
    FileTime time = Files.getLastModifiedTime(model);
    long size = Files.size(model);
    Path first = rewrite().file();
    OtherWeights.write(model, 1);
    assertThat(Files.size(model)).isEqualTo(size);
    Files.setLastModifiedTime(model, time);
    assertThat(rewrite().file()).isNotEqualTo(first);
  }

  @Test
  void otherWeightsWhoseChecksumsLieAreAnotherModelToo() throws IOException {
    OtherWeights.write(model, 0);
    FileTime time = Files.getLastModifiedTime(model);
    byte[] directory = tail(model);
    Path first = rewrite().file();
    OtherWeights.overwriteAByte(model);
    Files.setLastModifiedTime(model, time);
    assertThat(tail(model)).isEqualTo(directory);
    assertThat(rewrite().file()).isNotEqualTo(first);
  }

  private static byte[] tail(Path file) throws IOException {
    byte[] all = Files.readAllBytes(file);
    return java.util.Arrays.copyOfRange(all, all.length - 1000, all.length);
  }

  @Test
  void aCopyThatWasCutShortOrIsAnothersIsWrittenAnew() throws IOException {
    Path copy = rewrite().file();
    byte[] sound = Files.readAllBytes(copy);
    Files.write(copy, java.util.Arrays.copyOf(sound, sound.length / 2));
    assertThat(Files.readAllBytes(rewrite().file())).isEqualTo(sound);
    Path other = cache.rewrite(ModelSource.of(new Fixture("nest").model())).file();
    Files.copy(other, copy, StandardCopyOption.REPLACE_EXISTING);
    assertThat(Files.readAllBytes(rewrite().file())).isEqualTo(sound);
  }

  @Test
  void onlyItsOwnerCanReadIt() throws IOException {
    Path file = rewrite().file();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    try (InputStream stream = Files.newInputStream(model);
        ModelSource kept = cache.keep(stream)) {
      for (Path each : List.of(file, kept.file(), folder.resolve("in-use"))) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void ofAStreamOnlyTheCopyStaysAndTheSameBytesFindIt() throws IOException {
    Path first;
    try (InputStream stream = Files.newInputStream(model);
        ModelSource kept = cache.keep(stream)) {
      first = cache.rewrite(kept).file();
    }
    assertThat(copiesIn(folder)).containsExactly(first);
    Object before = identity(first);
    try (InputStream stream = Files.newInputStream(model);
        ModelSource kept = cacheIn(folder).keep(stream)) {
      assertThat(cache.rewrite(kept).file()).isEqualTo(first);
    }
    assertThat(identity(first)).isEqualTo(before);
  }

  @Test
  void theFolderMayBeALink() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolveSibling("elsewhere"));
    Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createSymbolicLink(folder, elsewhere);
    rewrite();
    assertThat(copiesIn(elsewhere)).hasSize(1);
  }

  @Test
  void aFileInTheFoldersPlaceIsNamed() throws IOException {
    Files.createFile(Files.createDirectories(folder.resolve("..").normalize()).resolve("layertap"));
    assertThatThrownBy(this::rewrite)
        .isInstanceOf(UnusableCacheException.class)
        .hasMessage(
            "the cache folder %s cannot be written (java.nio.file.FileAlreadyExistsException: %s);"
                    .formatted(folder, folder)
                + " -Dlayertap.cache=FOLDER or LAYERTAP_CACHE names another");
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() {
    // Not even root can write there, and what is said of it is the system's own.
    Path nowhere = Path.of("/proc/self/layertap");
    assertThatThrownBy(() -> cacheIn(nowhere).rewrite(ModelSource.of(model)))
        .isInstanceOf(UnusableCacheException.class)
        .hasMessageMatching(
            "the cache folder /proc/self/layertap cannot be written \\(java\\.nio\\.file\\.\\w+:"
                + " /proc/self/layertap\\); -Dlayertap.cache=FOLDER or LAYERTAP_CACHE names"
                + " another");
  }

  @Test
  void aFolderThatOthersMayWriteToIsNotUsed() throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwx---"));
    assertThatThrownBy(this::rewrite)
        .isInstanceOf(UnusableCacheException.class)
        .hasMessage(
            ("the cache folder %s is not used, because others may write to it (rwxrwx---); chmod"
                    + " go-w %s, or name another with -Dlayertap.cache=FOLDER or LAYERTAP_CACHE")
                .formatted(folder, folder));
    assertThat(copiesIn(folder)).isEmpty();
  }

  @Test
  void theLeastRecentlyUsedCopyGoesWhenThereIsNoRoom() throws IOException {
    List<Path> copies = List.of(copyOf("nest", 3), copyOf("lists", 1), copyOf("names", 2));
    Path notOurs = Files.copy(model, folder.resolve("mine.pt"));
    long all = 0;
    for (Path copy : copies) {
      all += Files.size(copy);
    }
    long room = all + Files.size(model) - 1;
    Path added = cacheOf(folder, room).rewrite(ModelSource.of(model)).file();
    assertThat(copiesIn(folder))
        .containsExactlyInAnyOrder(copies.get(0), copies.get(2), added, notOurs);
  }

  /** A copy that nobody uses, and that was used a number of days after the first. */
  private Path copyOf(String fixture, int day) throws IOException {
    Path file;
    try (RewrittenModel copy =
        cacheIn(folder).rewrite(ModelSource.of(new Fixture(fixture).model()))) {
      file = copy.file();
    }
    Files.setLastModifiedTime(file, FileTime.fromMillis(day * 86_400_000L));
    return file;
  }

  @Test
  void aSecondLoadCountsAsAUse() throws IOException {
    Path copy = copyOf("nest", 1);
    cache.rewrite(ModelSource.of(new Fixture("nest").model()));
    assertThat(Files.getLastModifiedTime(copy)).isGreaterThan(FileTime.fromMillis(86_400_000L));
  }

  @Test
  void aCopyInUseStaysWhateverTheLimit() throws IOException {
    try (RewrittenModel used = rewrite()) {
      Path other = copyOf("nest", 1);
      cacheOf(folder, 1).rewrite(ModelSource.of(new Fixture("lists").model())).close();
      assertThat(used.file()).exists();
      assertThat(other).doesNotExist();
    }
    cacheOf(folder, 1).rewrite(ModelSource.of(new Fixture("names").model())).close();
    assertThat(copiesIn(folder)).hasSize(1);
  }

  @Test
  void aLimitThatWasLoweredHoldsFromTheNextStart() throws IOException {
    Path other = copyOf("lists", 1);
    Path found = copyOf("nest", 2);
    cacheOf(folder, 1).rewrite(ModelSource.of(new Fixture("nest").model()));
    assertThat(found).exists();
    assertThat(other).doesNotExist();
  }

  @Test
  void whatAJvmThatEndedLeftBehindGoes() throws IOException {
    rewrite();
    Path left = Files.createFile(folder.resolve("layertap-1a2b-deadbeef.part"));
    Path notOurs = Files.createFile(folder.resolve("download.part"));
    RewrittenModel found = cacheIn(folder).rewrite(ModelSource.of(model));
    assertThat(copiesIn(folder)).containsExactlyInAnyOrder(found.file(), notOurs);
    assertThat(left).doesNotExist();
  }

  @Test
  void aCopyThatWasDeletedWhileItIsUsedIsMissedOnlyIfTheModelChangedToo() throws IOException {
    RewrittenModel used = rewrite();
    Files.delete(used.file());
    assertThat(used.archive().print()).isEqualTo(TorchScriptArchive.open(model).print());
    assertThat(used.constants()).isEqualTo(model);
    OtherWeights.write(model, 1);
    assertThatThrownBy(used::archive)
        .isInstanceOf(ArchiveException.class)
        .hasMessage(
            "its copy %s, which keeps what %s held, is gone, and so is that or it is another now"
                .formatted(used.file(), model));
  }

  @Test
  void withoutACacheTheCopyIsGoneWhenItIsLoaded() throws IOException {
    ModelCache off = new ModelCache(new CacheSettings(Optional.empty(), 1));
    RewrittenModel passing = off.rewrite(ModelSource.of(model));
    assertThat(passing.file()).exists().hasExtension("part");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(passing.file())))
        .isEqualTo("rw-------");
    passing.loaded();
    assertThat(passing.file()).doesNotExist();
    assertThat(passing.archive().print()).isEqualTo(TorchScriptArchive.open(model).print());
    assertThat(passing.constants()).isEqualTo(model);
    assertThat(copiesIn(temporary)).containsExactly(models);
  }
}
