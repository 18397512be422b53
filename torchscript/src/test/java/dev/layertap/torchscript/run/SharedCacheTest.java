// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.testkit.ClassPath;
import dev.layertap.torchscript.Fixture;
import dev.layertap.torchscript.cache.CacheSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One cache and several JVMs: some at work at once, some killed, some without room. */
class SharedCacheTest {
  private static final Path MODEL = new Fixture("cnn-scripted").model();

  private final Path folder;
  private final List<Process> started = new ArrayList<>();

  SharedCacheTest(@TempDir Path temporary) {
    this.folder = temporary.resolve("cache");
  }

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  private ModelCache cache(long limit) {
    return new ModelCache(new CacheSettings(Optional.of(folder), limit));
  }

  private static List<String> java(String task, Path folder) {
    return List.of(
        System.getProperty("layertap.test.java", System.getProperty("java.home") + "/bin/java"),
        "-Xmx512m",
        "-XX:-UsePerfData",
        "-Dai.djl.offline=true",
        "-cp",
        ClassPath.ofThisJvm().toString(),
        CacheUser.class.getName(),
        task,
        folder.toString(),
        MODEL.toString());
  }

  /** Starts a JVM and waits until it is at work. */
  private Process start(String task) throws IOException {
    Process process =
        new ProcessBuilder(java(task, folder))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    started.add(process);
    assertThat(reader(process).readLine()).isEqualTo("ready");
    return process;
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static void kill(Process process) throws InterruptedException {
    process.destroyForcibly().waitFor(); // SIGKILL
  }

  private List<Path> files(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).toList();
    }
  }

  @Test
  void whatAJvmStillWritesStaysAndWhatAKilledOneLeftGoes() throws Exception {
    Process writer = start("hold-part");
    assertThat(files(".part")).hasSize(1);
    cache(Long.MAX_VALUE).rewrite(ModelSource.of(MODEL)).close();
    assertThat(files(".part")).hasSize(1);
    kill(writer);
    assertThat(files(".part")).hasSize(1);
    cache(Long.MAX_VALUE).rewrite(ModelSource.of(MODEL)).close();
    assertThat(files(".part")).isEmpty();
  }

  @Test
  void aCopyThatAnotherJvmUsesStaysUntilThatOneEnds() throws Exception {
    Process user = start("hold-copy");
    List<Path> used = files(".pt");
    assertThat(used).hasSize(1);
    ModelSource other = ModelSource.of(new Fixture("nest").model());
    cache(1).rewrite(other).close();
    assertThat(used.get(0)).exists();
    kill(user);
    cache(1).rewrite(other).close();
    assertThat(used.get(0)).doesNotExist();
  }

  /** A limit, and what it comes to: the copy is written again. */
  @Test
  void whereTwoCopiesOfTheCodeUseACopyInOneJvmTheFirstToGoTakesTheClaimAlong() throws Exception {
    Process user = start("hold-twice");
    List<Path> used = files(".pt");
    ModelSource other = ModelSource.of(new Fixture("nest").model());
    cache(1).rewrite(other).close();
    assertThat(used).hasSize(1);
    assertThat(used.get(0)).doesNotExist();
    kill(user);
    cache(Long.MAX_VALUE).rewrite(ModelSource.of(MODEL)).close();
    assertThat(used.get(0)).exists();
  }

  @Test
  void twoJvmsThatWriteOneModelAndAreKilledLeaveAWholeCopy() throws Exception {
    List<Process> writers = List.of(start("write"), start("write"));
    for (int i = 0; i < 50; i++) {
      for (Path copy : files(".pt")) {
        String key = copy.getFileName().toString().replace(".pt", "");
        assertThat(KeptOriginal.outline(copy, key)).isPresent();
      }
      Thread.sleep(20);
    }
    for (Process writer : writers) {
      kill(writer);
    }
    List<Path> copies = files(".pt");
    assertThat(copies).hasSize(1);
    try (RewrittenModel found = cache(Long.MAX_VALUE).rewrite(ModelSource.of(MODEL))) {
      assertThat(copies).containsExactly(found.file());
      assertThat(found.archive().print()).isNotEmpty();
    }
    assertThat(files(".part")).isEmpty();
  }

  @Test
  void whereThereIsNoRoomTheModelIsLoadedAsItIsAndThatIsSaidOnce() throws Exception {
    // A file may have 8 blocks of a kilobyte at most; the model alone has more.
    assertThat(Files.size(MODEL)).isGreaterThan(8 * 1024);
    List<String> command = new ArrayList<>(List.of("bash", "-c", "ulimit -f 8; exec \"$@\"", "-"));
    command.addAll(java("load", folder));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    started.add(process);
    List<String> lines = reader(process).lines().toList();
    assertThat(process.waitFor()).isZero();
    assertThat(lines)
        .containsExactly(
            ("said: %s is loaded as it is, and its modules stay closed: the cache folder %s cannot"
                    + " be written (java.io.IOException: File too large); -Dlayertap.cache=FOLDER"
                    + " or LAYERTAP_CACHE names another")
                .formatted(MODEL, folder),
            "methods: [forward]",
            "methods: [forward]");
    assertThat(files(".part")).isEmpty();
    assertThat(files(".pt")).isEmpty();
  }
}
