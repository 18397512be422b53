// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.layertap.testkit.ChildJvm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The finished executable jar, once by itself and once with the finished agent and what {@code
 * layertap.yaml} captures.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShapesAppIT {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path folder;
  private final List<String> bareAnswers;
  private final ChildJvm.Result bare;
  private final List<String> answers;
  private final JsonNode meter;
  private final ChildJvm.Result captured;
  private final String loadedClasses;

  ShapesAppIT(@TempDir Path temporary) throws Exception {
    folder = temporary.resolve("activations");
    try (RunningApp app = RunningApp.start()) {
      bareAnswers = app.answers();
      bare = app.stop();
    }
    Path configuration = temporary.resolve("layertap.yaml");
    Files.writeString(
        configuration,
        Files.readString(Path.of("layertap.yaml"))
            .replace("target/activations", folder.toString()));
    try (RunningApp app =
        RunningApp.start(
            "-javaagent:" + RunningApp.agent() + "=" + configuration,
            "-Dlayertap.cache=" + temporary.resolve("cache"),
            "-Xlog:class+load:file=" + temporary.resolve("classes.log"))) {
      answers = app.answers();
      meter = meter(app);
      captured = app.stop();
    }
    loadedClasses = Files.readString(temporary.resolve("classes.log"));
  }

  /** The sinks have a thread of their own, so the meters may be a moment late. */
  private static JsonNode meter(RunningApp app) throws IOException, InterruptedException {
    String path = "/actuator/metrics/layertap.activation.std?tag=path:layer3";
    JsonNode meter = JSON.readTree(app.get(path));
    for (int i = 0; i < 100 && count(meter) < 3; i++) {
      Thread.sleep(50);
      meter = JSON.readTree(app.get(path));
    }
    return meter;
  }

  private static double count(JsonNode meter) {
    return meter.at("/measurements/0/value").asDouble(0); // none yet: an error's document
  }

  private List<JsonNode> index() throws IOException {
    return Files.readAllLines(folder.resolve("index.jsonl")).stream().map(JSON::readTree).toList();
  }

  @Test
  void theJarHasNothingOfLayertap() throws IOException {
    try (JarFile jar = new JarFile(RunningApp.JAR.toFile())) {
      assertThat(jar.stream().map(JarEntry::getName))
          .contains("BOOT-INF/classes/dev/layertap/samples/springboot/ShapesApplication.class")
          .noneMatch(name -> name.matches(".*layertap-(?!sample-spring-boot/).*"))
          .filteredOn(name -> name.matches(".*dev/layertap/.+"))
          .allMatch(name -> name.startsWith("BOOT-INF/classes/dev/layertap/samples/"));
    }
  }

  @Test
  void theModelTellsTheShapesApart() {
    assertThat(bareAnswers)
        .map(answer -> JSON.readTree(answer).get(0).get("name").asString())
        .containsExactly("circle", "square", "triangle");
  }

  @Test
  void theAnswersAreTheSameToTheLastBit() {
    assertThat(answers).isEqualTo(bareAnswers);
  }

  @Test
  void stdoutIsTheSame() {
    assertThat(withoutNumbers(captured.out())).isEqualTo(withoutNumbers(bare.out()));
  }

  /** Ports, process ids and durations. */
  private static List<String> withoutNumbers(String out) {
    return out.lines().map(line -> line.replaceAll("\\d+", "N")).toList();
  }

  @Test
  void onStderrThereIsTheAgentsLineMoreAndNoWarning() {
    assertThat(captured.notes()).isEqualTo(bare.err());
    assertThat(captured.err().lines().filter(line -> line.startsWith("[layertap]")))
        .singleElement()
        .asString()
        .contains(
            "captures=pooled=avgpool;shortcut=layer3.downsample.1;stage=layer* take statistics")
        .contains("sinks=files(folder=" + folder + ");metrics");
  }

  /** It would have the JVM compile once more what Spring Boot's own jars are read with. */
  @Test
  void theAgentOpensNoUrlOfAKindThatTheAppDoesNot() {
    assertThat(loadedClasses)
        .contains("dev.layertap.CaptureScope ", "dev.layertap.torchscript.run.ModelRunning ")
        .doesNotContain("sun.net.www.protocol.jar.JarURLConnection ");
  }

  @Test
  void itEndsAsItDoesWithoutTheAgent() {
    assertThat(captured.status()).isEqualTo(bare.status());
  }

  @Test
  void theIndexHasEachPass() throws IOException {
    assertThat(index()).map(line -> line.get("pass").asInt()).containsExactly(0, 1, 2);
    assertThat(index())
        .map(line -> line.get("summary").asString())
        .allMatch(line -> line.endsWith(", shortcut (1, 128, 14, 14), pooled (1, 128, 1, 1)"));
  }

  @Test
  void theIndexHasTheStatisticsOfTheStages() throws IOException {
    Map<String, String> shapes = new TreeMap<>();
    for (JsonNode value : index().get(0).get("values")) {
      if (value.has("statistics")) {
        shapes.put(value.get("path").asString(), value.get("shape").toString());
        assertThat(value.get("statistics").get("mean").asDouble()).isPositive();
      }
    }
    assertThat(shapes)
        .containsExactly(
            Map.entry("layer1", "[1,32,56,56]"),
            Map.entry("layer2", "[1,64,28,28]"),
            Map.entry("layer3", "[1,128,14,14]"));
  }

  @Test
  void theShardHasTheArraysOfEachPass() throws IOException {
    String shard = index().get(0).get("shard").asString();
    try (NDManager manager = NDManager.newBaseManager();
        InputStream file = Files.newInputStream(folder.resolve(shard))) {
      Map<String, String> shapes = new TreeMap<>();
      NDList.decode(manager, file)
          .forEach(array -> shapes.put(array.getName(), array.getShape().toString()));
      assertThat(shapes)
          .containsExactly(
              Map.entry("avgpool#0", "(1, 128, 1, 1)"),
              Map.entry("avgpool#0@1", "(1, 128, 1, 1)"),
              Map.entry("avgpool#0@2", "(1, 128, 1, 1)"),
              Map.entry("layer3.downsample.1#0", "(1, 128, 14, 14)"),
              Map.entry("layer3.downsample.1#0@1", "(1, 128, 14, 14)"),
              Map.entry("layer3.downsample.1#0@2", "(1, 128, 14, 14)"));
    }
  }

  @Test
  void theAppsOwnActuatorShowsTheMeters() {
    assertThat(count(meter)).isEqualTo(3);
  }
}
