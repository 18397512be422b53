// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.agent.app.HelloApp;
import dev.layertap.testkit.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WithoutDjlIT {
  @Test
  void anAppWithoutDjlHearsNothingOfTheAgentAndLoadsNoLibraryOfIts(@TempDir Path folder)
      throws IOException {
    Path classes = folder.resolve("classes.log");
    ChildJvm.Result run =
        Apps.running(HelloApp.class)
            .option(Apps.agent())
            .option("-Xlog:class+load:file=" + classes)
            .run();

    assertThat(run.out()).isEqualTo("hello" + System.lineSeparator());
    assertThat(run.err()).isEmpty();
    assertThat(Files.readString(classes))
        .contains("dev.layertap.agent.DjlTransformer")
        // Nothing begins that is for DJL.
        .doesNotContain("java.lang.$LayertapBridge", "dev.layertap.agent.weave.ForwardTransformer")
        .doesNotContain("dev.layertap.agent.shaded", "dev.layertap.agent.start")
        // Neither is anything read: no file, no lambda for it.
        .doesNotContain("dev.layertap.agent.config.ConfigurationReader")
        .doesNotContainPattern("dev\\.layertap\\.agent\\.[\\w.]*\\$\\$Lambda");
  }

  @Test
  void twoAgentsAreOne() {
    ChildJvm.Result run =
        Apps.running(HelloApp.class).option(Apps.agent()).option(Apps.agent()).run();

    assertThat(run.out()).isEqualTo("hello" + System.lineSeparator());
    assertThat(run.err()).isEmpty();
  }

  @Test
  void aSecondAgentWithAConfigurationOfItsOwnSaysThatItIsNotUsed(@TempDir Path folder)
      throws IOException {
    Path first = Files.writeString(folder.resolve("first.yaml"), "captures: [a]");
    Path second = Files.writeString(folder.resolve("second.yaml"), "captures: [b]");
    ChildJvm.Result run =
        Apps.running(HelloApp.class)
            .option(Apps.agent(first.toString()))
            .option(Apps.agent(second.toString()))
            .run();

    assertThat(run.notes().lines())
        .containsExactly(
            "[layertap] The agent runs already, with "
                + first
                + "; "
                + second
                + " is not used. Give it to the first -javaagent.");
  }
}
