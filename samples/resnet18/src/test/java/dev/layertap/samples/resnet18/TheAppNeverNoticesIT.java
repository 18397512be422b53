// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TheAppNeverNoticesIT {
  private static final String AGENT = "-javaagent:" + ChildProcess.AGENT_JAR;

  private static List<String> output(List<String> jvmOptions, String... captures)
      throws IOException, InterruptedException {
    ChildProcess app = ChildProcess.java(jvmOptions, OutputBits.class, captures);
    assertThat(app.exit()).as(app.err()).isZero();
    return app.out().lines().toList();
  }

  @Test
  void theModelPutsOutTheSameBitsWithAndWithoutTheAgentAndItsCaptures() throws Exception {
    List<String> bare = output(List.of());
    assertThat(bare).singleElement().asString().hasSize(64);

    assertThat(output(List.of(AGENT))).as("with an idle agent").isEqualTo(bare);
    assertThat(output(List.of(AGENT + "=layertap.yaml")))
        .as("captured by a configuration alone")
        .isEqualTo(bare);
    // 76 calls in each of 3 passes: 68 blocks, and 8 of them run twice.
    assertThat(output(List.of(AGENT), "**", "."))
        .as("with every activation captured")
        .containsExactly(bare.get(0), "captured 228");
  }
}
