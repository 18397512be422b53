// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.agent.app.ForwardApp;
import dev.layertap.agent.app.ServingApp;
import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.RunningJvm;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * What an app prints, with the agent and without. The JVM warns of nothing that it does not warn of
 * without us; this runs on each Java that the tests are run with.
 */
class QuietIT {
  @Test
  void anAppPrintsTheSameWithTheAgentAndWithout() {
    ChildJvm.Result bare = Apps.running(ForwardApp.class).run();
    ChildJvm.Result with = Apps.running(ForwardApp.class).option(Apps.agent()).run();

    assertThat(with.out()).isEqualTo(bare.out());
    assertThat(with.err()).isEqualTo(bare.err());
  }

  @Test
  void onlyOurOwnLinesStandOnStderrWhereSomethingIsCaptured() {
    ChildJvm.Result bare = Apps.running(ForwardApp.class).run();
    ChildJvm.Result with = Apps.running(ForwardApp.class).option(Apps.agent("captures=0")).run();

    assertThat(with.out()).isEqualTo(bare.out());
    assertThat(with.err().lines().filter(line -> !line.startsWith("[layertap] ")))
        .containsExactlyElementsOf(bare.err().lines().toList());
  }

  @Test
  void aJvmThatAllowsItIsAttachedToAndLeftWithoutAWordOfTheJvms() throws IOException {
    try (RunningJvm app =
        Apps.running(ServingApp.class).option("-XX:+EnableDynamicAgentLoading").start()) {
      app.next();
      for (String command : new String[] {"attach", "status", "doctor", "detach"}) {
        ChildJvm.Result result =
            ChildJvm.runningJar(Apps.agentJar()).arguments(command, app.pid()).run();
        assertThat(result.status()).isZero();
        assertThat(result.err()).isEmpty();
      }
      ChildJvm.Result rest = app.finish();
      assertThat(rest.out()).hasLineCount(1);
      assertThat(rest.err()).isEmpty();
    }
  }
}
