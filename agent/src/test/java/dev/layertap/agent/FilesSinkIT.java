// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.layertap.agent.app.PassesApp;
import dev.layertap.file.ArrayFile;
import dev.layertap.testkit.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a sink, written by apps that have no code of Layertap's. */
class FilesSinkIT {
  private final Path folder;

  FilesSinkIT(@TempDir Path folder) {
    this.folder = folder.resolve("sink");
  }

  private ChildJvm app(String options, Object... words) {
    return Apps.running(PassesApp.class)
        .option(Apps.agent("captures=0;out=2,sinks=files(folder=" + folder + options + ")"))
        .arguments(words);
  }

  private List<JsonObject> index() throws IOException {
    return Files.readAllLines(folder.resolve("index.jsonl")).stream()
        .map(line -> new Gson().fromJson(line, JsonObject.class))
        .toList();
  }

  private List<Path> shards() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".safetensors")).sorted().toList();
    }
  }

  private List<String> hidden() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("."))
          .toList();
    }
  }

  /** Each line's shard is there and has all that the line says. */
  private void assertThatTheIndexAgrees() throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      for (JsonObject line : index()) {
        Path shard = folder.resolve(line.get("shard").getAsString());
        Map<String, NDArray> arrays = ArrayFile.read(shard, manager);
        for (JsonElement value : line.getAsJsonArray("values")) {
          assertThat(arrays).containsKey(value.getAsJsonObject().get("key").getAsString());
        }
      }
    }
  }

  @Test
  void arraysOfSeveralPassesStandInOneShardToTheLastBit() throws IOException {
    ChildJvm.Result run = app("", 3).run();

    assertThat(run.notes()).isEmpty();
    assertThat(index()).map(line -> line.get("pass").getAsInt()).containsExactly(0, 1, 2);
    assertThatTheIndexAgrees();
    try (NDManager manager = NDManager.newBaseManager()) {
      Map<String, NDArray> arrays = ArrayFile.read(shards().get(0), manager);
      assertThat(arrays.keySet()).containsExactly("0#0", "2#0", "0#0@1", "2#0@1", "0#0@2", "2#0@2");
      assertThat(Stream.of("2#0", "2#0@1", "2#0@2").map(key -> text(arrays, key)))
          .containsExactlyElementsOf(run.lines("result"));
    }
    JsonObject value = index().get(1).getAsJsonArray("values").get(1).getAsJsonObject();
    assertThat(value.toString())
        .isEqualTo(
            "{\"key\":\"2#0@1\",\"name\":\"out\",\"path\":\"2\",\"type\":\"Linear\",\"call\":0,"
                + "\"shape\":[2,2],\"dtype\":\"float32\"}");
    assertThat(hidden()).containsExactly(".layertap-lock");
  }

  private static String text(Map<String, NDArray> arrays, String key) {
    NDArray array = arrays.get(key);
    return array == null ? "none" : Arrays.toString(array.toFloatArray());
  }

  @Test
  void aShardHoldsSoManyPassesAndTheSinkTakesOneInSoMany() throws IOException {
    app(", every=2, passes=2", 9).run();

    assertThat(index()).map(line -> line.get("pass").getAsInt()).containsExactly(0, 2, 4, 6, 8);
    assertThat(shards()).hasSize(3);
  }

  @Test
  void aShardHoldsSoManyBytes() throws IOException {
    app(", shard=100", 4).run(); // a pass has 48

    assertThat(shards()).hasSize(2);
    assertThatTheIndexAgrees();
  }

  @Test
  void whatAKilledJvmHasFinishedCanBeReadAndTheNextOneGoesOn() throws IOException {
    List<String> finished = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      int before = finished.size();
      ChildJvm.Result run = app(", passes=2", 1_000_000).runUntil(() -> shardCount() >= before + 5);
      assertThat(run.status()).isEqualTo(128 + 9);

      assertThatTheIndexAgrees();
      try (NDManager manager = NDManager.newBaseManager()) {
        for (Path shard : shards()) {
          assertThat(ArrayFile.read(shard, manager)).hasSize(4);
        }
      }
      assertThat(shards()).extracting(Path::toString).containsAll(finished);
      finished = shards().stream().map(Path::toString).toList();
    }

    app("", 1).run();
    assertThatTheIndexAgrees();
    assertThat(index())
        .map(line -> folder.resolve(line.get("shard").getAsString()))
        .containsAll(shards());
    assertThat(hidden()).containsExactly(".layertap-lock");
  }

  private int shardCount() {
    try {
      return Files.exists(folder) ? shards().size() : 0;
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  /** Also where the half names its shard already. */
  @ParameterizedTest
  @ValueSource(strings = {"model", "values"})
  void halfALineIsTakenOutAndAForgottenShardIsFoundAgain(String cutAt) throws IOException {
    app(", passes=1", 3).run();
    Path index = folder.resolve("index.jsonl");
    List<String> lines = Files.readAllLines(index);
    String half = lines.get(1).substring(0, lines.get(1).indexOf('"' + cutAt + '"'));
    Files.writeString(index, lines.get(0) + "\n" + half);

    app(", passes=1", 1).run();

    assertThat(index()).map(line -> line.get("pass").getAsInt()).containsExactly(0, 1, 2, 0);
    assertThatTheIndexAgrees();
  }

  @Test
  void theOldestShardsGiveWayToTheBudgetOfTheDisk() throws IOException {
    ChildJvm.Result run = app(", passes=1, disk=20kB", 40, "await", "facts").run();

    assertThat(bytes()).isLessThanOrEqualTo(20_000);
    assertThat(index()).extracting(line -> line.get("pass").getAsInt()).endsWith(38, 39);
    assertThat(index()).hasSameSizeAs(shards()).hasSizeBetween(3, 30);
    assertThatTheIndexAgrees();
    assertThat(run.out()).contains("shardsDropped=" + (40 - shards().size()));
    assertThat(run.notes()).isEmpty();
  }

  private long bytes() throws IOException {
    long sum = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        sum += Files.size(file);
      }
    }
    return sum;
  }

  @Test
  void orWritingStops() throws IOException {
    ChildJvm.Result run = app(", passes=1, disk=20kB, full=stop", 40).run();

    assertThat(run.lines("result")).hasSize(40);
    assertThat(index().get(0).get("pass").getAsInt()).isZero();
    assertThatTheIndexAgrees();
    assertThat(run.notes().lines())
        .containsExactly(
            "[layertap] the sink \"files\" is off: "
                + folder
                + " holds as much as \"disk\" allows, 20000 bytes, and full=stop");
  }

  @Test
  void aFileInThePlaceOfTheFolderIsSaidAndTheAppGoesOn() throws IOException {
    Files.writeString(folder, "");
    ChildJvm.Result run = app("", 2).run();

    assertThat(run.lines("result")).hasSize(2);
    assertThat(run.notes().lines())
        .containsExactly(
            "[layertap] the sink \"files\" is off: "
                + folder
                + " cannot be a folder: there is a file in its place");
  }

  @Test
  void aFolderBelongsToOneJvmAtATime() throws IOException {
    Files.createDirectories(folder);
    try (var channel =
            FileChannel.open(
                folder.resolve(".layertap-lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThat(app("", 1).run().notes().lines())
          .containsExactly(
              "[layertap] the sink \"files\" is off: "
                  + folder
                  + " is written by another JVM or app; give each a folder of its own");
    }
  }

  @Test
  void aFullDiskIsSaidAndTheAppGoesOn() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    assumeTrue(
        does("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", folder.toString()),
        "needs root, and a machine that lets it mount");
    try {
      ChildJvm.Result run = app(", passes=1", 60).run();

      assertThat(run.lines("result")).hasSize(60);
      assertThat(run.notes())
          .contains("the sink \"files\" failed at pass ")
          .contains(", and the model goes on: java.io.IOException: No space left on device")
          .contains("the sink \"files\" is off: 3 failures in a row; the last: ");
      assertThatTheIndexAgrees();
    } finally {
      assertThat(does("umount", folder.toString())).isTrue();
    }
  }

  private static boolean does(String... command) throws IOException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (IOException e) { // there is no such command
      return false;
    }
  }
}
