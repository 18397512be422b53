// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.agent.app.ForwardApp;
import dev.layertap.agent.app.PassesApp;
import dev.layertap.testkit.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an app pays for Byte Buddy: nothing, unless there is something to weave for it alone. */
class WovenAheadIT {
  private static final String BYTE_BUDDY = "dev.layertap.agent.shaded.net.bytebuddy";

  private final Path classes;

  WovenAheadIT(@TempDir Path folder) {
    classes = folder.resolve("classes.log");
  }

  private ChildJvm running(Class<?> app) {
    return Apps.running(app).option("-Xlog:class+load:file=" + classes);
  }

  @Test
  void theVeryDjlOfTheBuildIsWovenWithoutIt() throws IOException {
    ChildJvm.Result run =
        running(PassesApp.class).option(Apps.agent("captures=0")).arguments("1").run();

    assertThat(run.status()).isZero();
    assertThat(run.notes()).contains("[layertap] pass 0 of ");
    assertThat(Files.readString(classes))
        .contains("ai.djl.nn.AbstractBaseBlock", "java.lang.$LayertapBridge")
        .doesNotContain(BYTE_BUDDY);
  }

  @Test
  void aBlockOfTheAppThatDeclaresForwardIsWovenWithIt() throws IOException {
    ChildJvm.Result run = running(ForwardApp.class).option(Apps.agent()).arguments("listen").run();

    assertThat(run.lines("event")).contains("enter OwnBlock training=false", "exit Linear");
    assertThat(Files.readString(classes)).contains(BYTE_BUDDY);
  }
}
