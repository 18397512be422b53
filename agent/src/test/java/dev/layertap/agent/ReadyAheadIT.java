// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.agent.app.FirstClassApp;
import dev.layertap.testkit.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the agent does between an app's first class of DJL and its first block. */
class ReadyAheadIT {
  private static final String CORE = "dev.layertap.CaptureScope";
  private static final String TORCHSCRIPT = "dev.layertap.torchscript.run.ModelRunning";

  private final Path log;
  private final Path written;

  ReadyAheadIT(@TempDir Path folder) {
    log = folder.resolve("classes.log");
    written = folder.resolve("written");
  }

  private String classesOf(String agent) throws IOException {
    ChildJvm.Result run =
        Apps.running(FirstClassApp.class)
            .option("-Xlog:class+load,class+init=info:file=" + log)
            .option("-Dlayertap.cache=" + written.resolve("cache"))
            .option(agent)
            .run();
    assertThat(run.status()).isZero();
    assertThat(run.out()).isEqualTo("ready\n");
    assertThat(run.err()).doesNotContain("Exception");
    return Files.readString(log);
  }

  @Test
  void theClassesThatAConfigurationWillNeedAreThereAndNothingHasStarted() throws IOException {
    assertThat(classesOf(Apps.agent("captures=*,sinks=files(folder=" + written + "/sink)")))
        .contains(CORE, TORCHSCRIPT)
        .doesNotContain("Initializing 'ai/djl/engine/Engine'");
    assertThat(written).doesNotExist();
  }

  @Test
  void withoutAConfigurationThereIsNothingToUnpack() throws IOException {
    assertThat(classesOf(Apps.agent())).doesNotContain(CORE, TORCHSCRIPT);
  }
}
