// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.ClassPath;
import dev.layertap.testkit.RunningJvm;
import dev.layertap.tests.apps.ServesScopes;
import dev.layertap.tests.apps.ServesTorchScript;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attaching to JVMs that run, and leaving them: TorchScript models, and scopes in code. */
class LiveTest {
  private static final ClassPath ALL = ClassPath.ofThisJvm();
  private static final ClassPath WITHOUT_AGENT = ALL.without("layertap-agent.*");
  private static final ClassPath WITHOUT_LAYERTAP = ALL.without("layertap-.*");
  private static final Path AGENT = ALL.only("layertap-agent.*").entries().get(0);

  private static final Path MODEL =
      Path.of("..", "torchscript", "src", "test", "resources", "models", "shared-scripted.pt");

  @TempDir Path folder;

  private static String command(Object... words) {
    ChildJvm.Result result = ChildJvm.runningJar(AGENT).arguments(words).run();
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    return result.out();
  }

  private ChildJvm torchScript() {
    return ChildJvm.running(ServesTorchScript.class, WITHOUT_LAYERTAP)
        .option("-XX:+EnableDynamicAgentLoading")
        .arguments(MODEL);
  }

  /** What it writes to stderr while it predicts, without libtorch's own words. */
  private static String saidOfOnePass(RunningJvm app, String expected) {
    String before = app.err();
    assertThat(app.tell("predict")).isEqualTo(expected);
    return app.errAfter(before, "[layertap] pass ").replaceAll("(?m)^\\[W.*\\R", "");
  }

  @Test
  void aTorchScriptModelOpensWhenItIsLoadedAgainAndStaysRightWhenTheAgentGoes() throws Exception {
    String cache = "cache=" + folder.resolve("cache");
    try (RunningJvm app = torchScript().start()) {
      app.next();
      String expected = app.tell("predict");
      assertThat(command("attach", app.pid(), "captures=again", cache))
          .contains(
              "TorchScript models that are loaded already stay closed: have the app load them again"
                  + " to see inside.\n");
      assertThat(saidOfOnePass(app, expected))
          .isEqualTo("[layertap] pass 0 of PtSymbolBlock: nothing matches \"again\"\n");
      assertThat(command("status", app.pid()))
          .contains("  again: never fired\n")
          .contains("\nopaque: 1 place\n  ", " in PtSymbolBlock: a");

      assertThat(app.tell("load")).isEqualTo("loaded");
      assertThat(saidOfOnePass(app, expected))
          .isEqualTo("[layertap] pass 1 of PtSymbolBlock: again (3, 4) (3, 4)\n");
      assertThat(command("doctor", app.pid()))
          .contains("\nTorchScript models that can be seen into: ", "  again: fired 2 times\n");

      assertThat(command("detach", app.pid()))
          .contains("1 TorchScript model keeps the methods that were added when it was loaded");
      String before = app.err();
      assertThat(app.tell("predict")).isEqualTo(expected);
      assertThat(app.err().substring(before.length())).doesNotContain("[layertap]");

      command("attach", app.pid(), "captures=again", cache);
      assertThat(app.tell("load")).isEqualTo("loaded");
      assertThat(saidOfOnePass(app, expected))
          .isEqualTo("[layertap] pass 0 of PtSymbolBlock: again (3, 4) (3, 4)\n");
    }
  }

  @Test
  void aTorchScriptModelThatWasSeenIntoStaysOpenUnderAnotherConfiguration() throws Exception {
    try (RunningJvm app =
        torchScript()
            .option("-javaagent:" + AGENT + "=captures=again,cache=" + folder.resolve("cache"))
            .start()) {
      app.next();
      String expected = app.tell("predict");
      command("attach", app.pid(), "captures=first.0");
      assertThat(saidOfOnePass(app, expected))
          .isEqualTo("[layertap] pass 0 of PtSymbolBlock: first.0 (3, 4) (3, 4)\n");
    }
  }

  @Test
  void aScopeThatIsOpenWhenTheAgentGoesSaysSoAndHearsAgainWhenItComesBack() throws Exception {
    try (RunningJvm app =
        ChildJvm.running(ServesScopes.class, WITHOUT_AGENT)
            .option("-javaagent:" + AGENT)
            .option("-XX:+EnableDynamicAgentLoading")
            .start()) {
      app.next();
      app.tell("open");
      app.tell("predict");
      assertThat(command("doctor", app.pid()))
          .contains("\nan open scope of the app's own code, in 1 pass:\n  lin=0: fired 1 time\n");

      assertThat(command("detach", app.pid()))
          .contains(
              "1 scope or hook of the app's own code stays open and hears nothing from now on. What"
                  + " a scope holds can be read until it is closed, and it says what happened.\n")
          .contains(
              "The app has code of its own that uses Layertap: what that opens from now on throws an"
                  + " IllegalStateException, until Layertap is attached again.\n");
      app.tell("predict");
      assertThat(app.tell("read")).isEqualTo("1 read");
      assertThat(app.tell("complete"))
          .isEqualTo(
              "The captures are not complete: failed when the agent was detached: nothing was"
                  + " captured from then on.");
      assertThat(app.tell("close")).isEqualTo("close");
      assertThat(app.tell("open"))
          .isEqualTo(
              "Layertap was detached from this JVM, and nothing can be captured until it is attached"
                  + " again: java -jar layertap-agent.jar attach "
                  + app.pid());

      command("attach", app.pid());
      assertThat(app.tell("open")).isEqualTo("open");
      command("detach", app.pid());
      command("attach", app.pid());
      app.tell("predict");
      assertThat(app.tell("read")).isEqualTo("1 read");
    }
  }
}
