// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.agent.app.PassesApp;
import dev.layertap.testkit.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A runtime that was made for an app by {@code jlink}: what DJL needs, and the agent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmallRuntimeIT {
  private final Path folder;
  private final Path java;

  SmallRuntimeIT(@TempDir Path folder) {
    this.folder = folder;
    this.java = folder.resolve("runtime/bin/java");
  }

  @BeforeAll
  void link() throws IOException, InterruptedException {
    String said =
        run(
            Path.of(System.getProperty("layertap.test.java")).resolveSibling("jlink"),
            "--add-modules",
            "java.base,java.instrument,java.xml,jdk.unsupported",
            "--output",
            folder.resolve("runtime").toString());
    assertThat(java).as(said).isExecutable();
  }

  private static String run(Path program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private ChildJvm app(String argument) {
    return Apps.running(PassesApp.class).on(java).option(Apps.agent(argument)).arguments(2);
  }

  @Test
  void itHasNeitherFlightRecorderNorManagementNorLogging() throws Exception {
    assertThat(run(java, "--list-modules"))
        .contains("java.base@", "java.instrument@")
        .doesNotContain("jdk.jfr", "java.management", "java.logging");
  }

  @Test
  void filesAreWrittenAndWhatIsMissingIsSaid() throws IOException {
    Path sink = folder.resolve("sink");
    ChildJvm.Result run =
        app("captures=0;out=2,sinks=files(folder=" + sink + ");jfr;metrics").run();

    assertThat(run.lines("result")).as(run.err()).hasSize(2);
    assertThat(run.status()).isZero();
    assertThat(run.notes().lines())
        .containsExactlyInAnyOrderElementsOf(
            List.of(
                "[layertap] the sink \"jfr\" is off: this Java runtime is without the module jdk.jfr",
                "[layertap] the sink \"metrics\" is off: there is no Micrometer beside DJL, and this Java runtime is without the module java.management"));
    assertThat(sink.resolve("index.jsonl")).content().hasLineCount(2);
    try (var files = Files.list(sink)) {
      assertThat(files).anyMatch(file -> file.toString().endsWith(".safetensors"));
    }
  }

  @Test
  void theDoctorSaysThatItCannotKnowOfOtherAgents() {
    ChildJvm.Result run = app("captures=0,doctor=exit").run();

    assertThat(run.err())
        .contains(
            "\nverdict: supported\n",
            "\nother agents: unknown, because this JVM has no java.management\n");
  }
}
