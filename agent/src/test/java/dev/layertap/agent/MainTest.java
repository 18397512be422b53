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

  @Test
  void anUnknownCommandIsAnError() {
    assertThat(run("doctr", "now")).isEqualTo(2);
    assertThat(out.size()).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("Unknown command: doctr now", "Known are: help, version.");
  }
}
