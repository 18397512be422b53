// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.springboot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The script that README.md names. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it is a shell script")
class RunScriptIT {
  @Test
  void itShowsTheAnswersAndWhatWasCaptured() throws IOException, InterruptedException {
    ProcessBuilder script = new ProcessBuilder("./run.sh").redirectErrorStream(true);
    Path java = Path.of(System.getProperty("layertap.test.java")).resolve("../..").normalize();
    script.environment().put("JAVA_HOME", java.toString());
    Process run = script.start();
    String out = new String(run.getInputStream().readAllBytes(), UTF_8);

    assertThat(run.waitFor()).as(out).isZero();
    List<String> lines = out.lines().toList();
    assertThat(lines)
        .anyMatch(line -> line.startsWith("  circle.png: [{\"name\":\"circle\",\"probability\":"))
        .anyMatch(line -> line.contains("\"name\":\"layertap.activation.mean\""))
        .anyMatch(line -> line.startsWith("  target/activations/") && line.endsWith(".safetensors"))
        .filteredOn(line -> line.matches("  pass \\d: stage \\(1, 32, 56, 56\\) mean .+"))
        .hasSize(3);
  }
}
