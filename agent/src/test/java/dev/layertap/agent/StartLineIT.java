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

/** The one line that the agent says when it starts, if anything is not as by default. */
class StartLineIT {
  @Test
  void itNamesTheVersionAndEachOptionThatIsNoDefaultWithItsSource(@TempDir Path folder)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("layertap.yaml"),
            "strict: false\nbudget: 1kB\ncaptures:\n- {name: m, select: a.b, take: last}\n- c\n");
    ChildJvm.Result run =
        Apps.running(HelloApp.class)
            .option(Apps.agent(file))
            .option("-Dlayertap.annotated=true")
            .variable("LAYERTAP_CACHE", "/tmp/models")
            .run();

    assertThat(run.out()).isEqualTo("hello" + System.lineSeparator());
    assertThat(run.err())
        .isEqualTo(
            "[layertap] 0.1.0-SNAPSHOT: config="
                + file
                + " (the agent's argument), captures=m=a.b take last;c ("
                + file
                + ", line 3), annotated=true (the system property layertap.annotated), budget=1000 ("
                + file
                + ", line 2), cache=/tmp/models (the environment variable LAYERTAP_CACHE)"
                + System.lineSeparator());
  }

  @Test
  void sinksAndTimesStandThereAsAPersonWritesThem() {
    assertThat(
            Apps.running(HelloApp.class)
                .option(
                    Apps.agent(
                        "captures=0,sinks=files(folder=/srv/x, every=10);jfr,pass-budget=0.25s"))
                .variable("LAYERTAP_CACHE_LIMIT", "1GB")
                .run()
                .err())
        .isEqualTo(
            "[layertap] 0.1.0-SNAPSHOT: captures=0 (the agent's argument), sinks=files(folder=/srv/x,"
                + " every=10);jfr (the agent's argument), pass-budget=250ms (the agent's argument),"
                + " cache-limit=1000000000 (the environment variable LAYERTAP_CACHE_LIMIT)"
                + System.lineSeparator());
  }

  @Test
  void itIsNotThereWhereAllIsAsByDefault() {
    assertThat(
            Apps.running(HelloApp.class)
                .option(Apps.agent("strict=false,enabled=true,doctor=never"))
                .run()
                .err())
        .isEmpty();
  }
}
