// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.ClassPath;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TheAppNeverNoticesIT {
  private static final ClassPath ALL = ClassPath.ofThisJvm();
  private static final String AGENT =
      "-javaagent:" + ALL.only("layertap-agent.*\\.jar").entries().get(0);

  private static List<String> output(List<String> jvmOptions, String... captures)
      throws IOException, InterruptedException {
    ChildJvm jvm = ChildJvm.running(OutputBits.class, ALL.without("layertap-agent.*"));
    jvmOptions.forEach(jvm::option);
    ChildJvm.Result app = jvm.arguments((Object[]) captures).run();
    assertThat(app.status()).as(app.err()).isZero();
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
