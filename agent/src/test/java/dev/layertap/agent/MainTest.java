// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return Main.run(List.of(arguments), printer(out), printer(err));
  }

  private static PrintStream printer(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  @Test
  void withoutACommandItShowsVersionAndHelp() {
    assertThat(run()).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("Layertap agent ")
        .contains("-javaagent:layertap-agent.jar=layertap.yaml")
        .contains("\n  strict       true makes errors fatal\n")
        .contains("\n  cache        the folder of rewritten TorchScript files; off keeps none\n");
    assertThat(err.size()).isZero();
  }

  @Test
  void theVersionStandsAlone() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
  }

  private String error(String... arguments) {
    assertThat(run(arguments)).isEqualTo(2);
    assertThat(out.size()).isZero();
    String text = err.toString(StandardCharsets.UTF_8);
    err.reset();
    return text.strip();
  }

  @Test
  void anUnknownCommandIsAnErrorThatNamesTheNearest() {
    assertThat(error("doctr", "now"))
        .isEqualTo("Unknown command \"doctr\" (did you mean \"doctor\"?).");
    assertThat(error("serve"))
        .isEqualTo(
            "Unknown command \"serve\" (known: \"attach\", \"detach\", \"doctor\", \"help\","
                + " \"status\", \"version\").");
  }

  @Test
  void aCommandWithoutWhatItNeedsSaysHowItIsWritten() {
    assertThat(error("attach"))
        .isEqualTo("Usage: java -jar layertap-agent.jar attach PID [FILE] [KEY=VALUE...]");
    assertThat(error("status", "1", "2"))
        .isEqualTo("Usage: java -jar layertap-agent.jar status PID");
    assertThat(error("detach", "app"))
        .isEqualTo("\"app\" is no process id. \"doctor\" without one lists the JVMs that run.");
    assertThat(error("attach", "1", "captures='0"))
        .isEqualTo("the agent's argument has a ' that is never closed: captures='0");
  }

  @Test
  void eachCommandTellsMoreOfItself() {
    for (Command command : Command.values()) {
      assertThat(run(command.word(), "--help")).isZero();
      assertThat(out.toString(StandardCharsets.UTF_8)).startsWith(command.usage() + "\n");
      out.reset();
    }
    assertThat(err.size()).isZero();
  }
}
