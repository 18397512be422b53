// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.agent.app.ForwardApp;
import dev.layertap.agent.app.HelloApp;
import dev.layertap.testkit.ChildJvm;
import org.junit.jupiter.api.Test;

/** {@code strict=true}, in apps that have no code of Layertap's. */
class StrictIT {
  private static ChildJvm.Result run(String argument) {
    return Apps.running(ForwardApp.class).option(Apps.agent(argument)).run();
  }

  /** The app's first pass ends with this, and so does the app. */
  private static void assertFatal(ChildJvm.Result run, String exception) {
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("Exception in thread \"main\" " + exception);
    assertThat(run.err()).contains("at dev.layertap.agent.app.ForwardApp.main");
  }

  @Test
  void whereAllIsWellNothingChanges() {
    ChildJvm.Result run = run("captures=.,strict=true");

    // A root that throws has no output, and what it throws goes before our word on that.
    assertThat(run.status()).isZero();
    assertThat(run.out()).isEqualTo(Apps.running(ForwardApp.class).run().out());
    assertThat(run.notes().lines()).allMatch(line -> line.startsWith("[layertap] pass "));
  }

  @Test
  void aConfigurationThatCannotBeUsedEndsTheStart() {
    ChildJvm.Result run =
        Apps.running(HelloApp.class).option(Apps.agent("strict=true,captres=0")).run();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .containsExactly(
            "[layertap] The configuration cannot be used, and strict=true: unknown key \"captres\" in the agent's argument (did you mean \"captures\"?).");
  }

  @Test
  void aSelectorThatCannotBeReadEndsTheFirstForward() {
    assertFatal(
        run("captures='(0',strict=true"),
        "java.lang.IllegalStateException: Nothing is captured of what is configured: the agent's"
            + " argument: Cannot read the selector \"(0\" at column 1: this \"(\" is never closed");
  }

  @Test
  void aSelectorThatMatchesNothingEndsThePass() {
    assertFatal(
        run("captures=0;nine=9,strict=true"),
        "dev.layertap.LayertapException: Nothing in SequentialBlock matches \"9\" (the agent's"
            + " argument).");
  }

  @Test
  void aCaptureThatDidNotRunEndsThePass() {
    assertFatal(
        run("captures=late=0 take call(7),strict=true"),
        "dev.layertap.LayertapException: The captures are not complete: \"late=0\" did not run: 0"
            + " (Linear).");
  }

  @Test
  void aBudgetThatIsUsedUpEndsThePass() {
    assertFatal(
        run("captures=0;2,budget=32,strict=true"),
        "dev.layertap.LayertapException: The scope's budget of 32 bytes is used up: ");
  }

  @Test
  void aCaptureThatFailsInsideEndsThePass() {
    ChildJvm.Result run = run("captures=0 take mean(7),strict=true");

    assertFatal(run, "dev.layertap.LayertapException: The captures are not complete: failed when ");
    assertThat(run.err()).doesNotContain("goes on");
    assertThat(run.notes().lines().filter(line -> line.startsWith("[layertap]")))
        .containsExactly("[layertap] pass 0 of SequentialBlock: 0 (no array), 1 internal error");
  }
}
