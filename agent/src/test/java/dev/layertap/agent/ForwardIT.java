// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.agent.app.ChildLoaderApp;
import dev.layertap.agent.app.FirstClassesApp;
import dev.layertap.agent.app.ForwardApp;
import dev.layertap.agent.app.LeakyApp;
import dev.layertap.agent.app.UndeployApp;
import dev.layertap.testkit.ChildJvm;
import org.junit.jupiter.api.Test;

class ForwardIT {
  @Test
  void everyKindOfForwardIsEnteredAndLeft() {
    ChildJvm.Result run =
        Apps.running(ForwardApp.class)
            .option(Apps.agent())
            .option("-Xverify:all")
            .arguments("listen")
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
    ChildJvm.Result bare = Apps.running(ForwardApp.class).run();
    ChildJvm.Result idle = Apps.running(ForwardApp.class).option(Apps.agent()).run();
    ChildJvm.Result heard =
        Apps.running(ForwardApp.class).option(Apps.agent()).arguments("listen").run();

    assertThat(bare.lines("result")).hasSize(5).contains("failing same=true");
    assertThat(idle.out()).isEqualTo(bare.out());
    assertThat(heard.lines("result")).isEqualTo(bare.lines("result"));
  }

  @Test
  void aChildLoaderThatSeesNothingOfTheClassPathIsWovenToo() {
    ChildJvm.Result run =
        ChildJvm.running(ChildLoaderApp.class, Apps.testClasses())
            .option(Apps.agent())
            .arguments(Apps.classPath())
            .arguments(ForwardApp.class.getName())
            .arguments("listen")
            .run();

    assertThat(run.err()).isEmpty();
    assertThat(run.lines("event")).hasSize(26);
    assertThat(run.lines("result")).hasSize(5);
  }

  @Test
  void anUndeployedAppIsCollectedThoughItListensAndFailedWhileItDid() {
    ChildJvm.Result run =
        ChildJvm.running(UndeployApp.class, Apps.testClasses())
            .option("-XX:SoftRefLRUPolicyMSPerMB=0") // method handles keep types softly
            .option(Apps.agent())
            .arguments(Apps.classPath())
            .arguments(LeakyApp.class.getName())
            .run();

    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines()).containsExactly("ran true", "undeployed");
  }

  @Test
  void whateverIsLoadedFirstAndOnHoweverManyThreadsIsWoven() {
    ChildJvm.Result run = Apps.running(FirstClassesApp.class).option(Apps.agent()).run();

    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .contains(
            "ai.djl.modality.nlp.EncoderDecoder",
            "ai.djl.nn.AbstractBaseBlock",
            "ai.djl.nn.Block",
            "dev.layertap.agent.app.OwnBlock");
  }
}
