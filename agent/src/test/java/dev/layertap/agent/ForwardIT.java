// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.agent.app.ChildLoaderApp;
import dev.layertap.agent.app.ForwardApp;
import dev.layertap.agent.app.LeakyApp;
import dev.layertap.agent.app.UndeployApp;
import org.junit.jupiter.api.Test;

class ForwardIT {
  @Test
  void everyKindOfForwardIsEnteredAndLeft() {
    ChildJvm.Result run =
        ChildJvm.running(ForwardApp.class)
            .withAgent()
            .option("-Xverify:all")
            .argument("listen")
            .run();

    assertThat(run.err()).isEmpty();
    assertThat(run.lines("event"))
        .containsExactly(
            "enter SequentialBlock training=false",
            "enter Linear training=false",
            "exit Linear",
            "enter LambdaBlock training=false",
            "exit LambdaBlock",
            "enter OwnBlock training=false",
            "enter Linear training=false",
            "exit Linear",
            "exit OwnBlock",
            "exit SequentialBlock",
            "enter PairBlock labels",
            "enter Linear labels",
            "exit Linear",
            "enter Linear training=true",
            "exit Linear",
            "exit PairBlock",
            "enter OwnBlock labels",
            "enter OwnBlock training=true",
            "enter Linear training=true",
            "exit Linear",
            "exit OwnBlock",
            "exit OwnBlock",
            "enter SequentialBlock training=false",
            "enter FailingBlock training=false",
            "exit FailingBlock the app's own",
            "exit SequentialBlock the app's own");
  }

  @Test
  void resultsAreTheSameToTheLastBitWithAndWithoutAgentAndListener() {
    ChildJvm.Result bare = ChildJvm.running(ForwardApp.class).run();
    ChildJvm.Result idle = ChildJvm.running(ForwardApp.class).withAgent().run();
    ChildJvm.Result heard = ChildJvm.running(ForwardApp.class).withAgent().argument("listen").run();

    assertThat(bare.lines("result")).hasSize(5).contains("failing same=true");
    assertThat(idle.out()).isEqualTo(bare.out());
    assertThat(heard.lines("result")).isEqualTo(bare.lines("result"));
  }

  @Test
  void aChildLoaderThatSeesNothingOfTheClassPathIsWovenToo() {
    ChildJvm.Result run =
        ChildJvm.running(ChildLoaderApp.class, ChildJvm.testClasses())
            .withAgent()
            .argument(ChildJvm.joined(ChildJvm.appClassPath()))
            .argument(ForwardApp.class.getName())
            .argument("listen")
            .run();

    assertThat(run.err()).isEmpty();
    assertThat(run.lines("event")).hasSize(26);
    assertThat(run.lines("result")).hasSize(5);
  }

  @Test
  void anUndeployedAppIsCollectedThoughItListensAndFailedWhileItDid() {
    ChildJvm.Result run =
        ChildJvm.running(UndeployApp.class, ChildJvm.testClasses())
            .option("-XX:SoftRefLRUPolicyMSPerMB=0") // method handles keep types softly
            .withAgent()
            .argument(ChildJvm.joined(ChildJvm.appClassPath()))
            .argument(LeakyApp.class.getName())
            .run();

    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines()).containsExactly("ran true", "undeployed");
  }
}
