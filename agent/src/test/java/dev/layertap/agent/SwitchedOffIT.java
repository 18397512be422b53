// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.agent.app.ForwardApp;
import dev.layertap.testkit.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code enabled=false}. */
class SwitchedOffIT {
  private final Path classes;

  SwitchedOffIT(@TempDir Path folder) {
    this.classes = folder.resolve("classes.log");
  }

  private ChildJvm app() {
    return Apps.running(ForwardApp.class).option("-Xlog:class+load:file=" + classes);
  }

  private void assertOff(ChildJvm.Result run) throws IOException {
    assertThat(run.out()).isEqualTo(Apps.running(ForwardApp.class).run().out());
    assertThat(run.err()).isEmpty();
    assertThat(Files.readString(classes))
        .contains("dev.layertap.agent.LayertapAgent")
        .doesNotContain(
            "dev.layertap.agent.shaded",
            "dev.layertap.agent.weave",
            "dev.layertap.agent.engine",
            "dev.layertap.agent.start",
            "dev.layertap.Layertap");
  }

  @Test
  void nothingIsWovenStartedOrLoadedWhateverElseIsSaid() throws IOException {
    assertOff(app().option(Apps.agent("no-such.yaml,captures=**,enabled=false")).run());
    assertOff(app().option(Apps.agent("captures=**")).option("-Dlayertap.enabled=false").run());
    assertOff(app().option(Apps.agent("captures=**")).variable("LAYERTAP_ENABLED", "false").run());
  }

  @Test
  void aStrongerSourceSwitchesItOnAgain() {
    ChildJvm.Result run =
        app()
            .option(Apps.agent("captures=0,enabled=true"))
            .variable("LAYERTAP_ENABLED", "false")
            .run();

    assertThat(run.notes()).startsWith("[layertap] pass 0 of SequentialBlock: 0 (2, 4)");
  }
}
