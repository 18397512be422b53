// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.agent.app.ChildLoaderApp;
import dev.layertap.agent.app.ForwardApp;
import dev.layertap.agent.app.LeakyApp;
import dev.layertap.agent.app.ThreadsApp;
import dev.layertap.agent.app.UndeployApp;
import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.ClassPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration, in apps that have no code of Layertap's. */
class ConfiguredIT {
  private final Path folder;

  ConfiguredIT(@TempDir Path folder) {
    this.folder = folder;
  }

  private String configuration(String yaml) throws IOException {
    return Files.writeString(folder.resolve("layertap.yaml"), yaml).toString();
  }

  private static String bareOutput() {
    return Apps.running(ForwardApp.class).run().out();
  }

  @Test
  void eachPassIsSummedUpOnStderrByTheNestedCore() throws IOException {
    ChildJvm.Result run =
        Apps.running(ForwardApp.class).option(Apps.agent(configuration("captures: ['**']"))).run();

    assertThat(run.out()).isEqualTo(bareOutput());
    assertThat(run.notes().lines())
        .hasSize(4)
        .allMatch(line -> line.startsWith("[layertap] pass "))
        .anyMatch(line -> line.startsWith("[layertap] pass 0 of SequentialBlock:"));
  }

  @Test
  void theAppsOwnCoreIsTakenIfItBringsOne() throws IOException {
    Path log = folder.resolve("classes.log");
    ClassPath classPath = Apps.classPath().with(List.of(Apps.core()));
    ChildJvm.Result run =
        ChildJvm.running(ForwardApp.class, classPath)
            .option(Apps.agent(configuration("captures: ['**']")))
            .option("-Xlog:class+load:file=" + log)
            .run();

    assertThat(run.notes().lines()).hasSize(4);
    // The agent's own class loader may be there for the TorchScript part, which this app has not.
    assertThat(Files.readAllLines(log))
        .filteredOn(line -> line.contains("dev.layertap.bridge.ConfiguredStart "))
        .singleElement()
        .asString()
        .contains(Apps.core().toString());
  }

  @Test
  void djlInAChildLoaderGetsItsCoreBelowThatLoader() throws IOException {
    ChildJvm.Result run =
        ChildJvm.running(ChildLoaderApp.class, Apps.testClasses())
            .option(Apps.agent(configuration("captures: ['**']")))
            .arguments(Apps.classPath())
            .arguments(ForwardApp.class.getName())
            .run();

    // All but the stack of the failing block, which names the loader.
    assertThat(run.out().lines().limit(4))
        .containsExactlyElementsOf(bareOutput().lines().limit(4).toList());
    assertThat(run.notes().lines())
        .hasSize(4)
        .allMatch(line -> line.startsWith("[layertap] pass "));
  }

  @Test
  void noFirstPassIsLostOnWhateverThreadItRuns() throws IOException {
    ChildJvm.Result run =
        Apps.running(ThreadsApp.class).option(Apps.agent(configuration("captures: ['0']"))).run();

    assertThat(run.status()).isZero();
    assertThat(run.notes().lines())
        .hasSize(8)
        .allMatch(line -> line.matches("\\[layertap] pass \\d of SequentialBlock: .*"));
  }

  @Test
  void anUndeployedAppIsCollectedThoughCoreWasStartedForIt() throws IOException {
    ChildJvm.Result run =
        ChildJvm.running(UndeployApp.class, Apps.testClasses())
            .option("-XX:SoftRefLRUPolicyMSPerMB=0") // method handles keep types softly
            .option(Apps.agent(configuration("captures: ['**']")))
            .arguments(Apps.classPath())
            .arguments(LeakyApp.class.getName())
            .run();

    assertThat(run.out().lines()).containsExactly("ran true", "undeployed");
  }

  @Test
  void theSystemPropertyAndTheEnvironmentNameAFileToo() throws IOException {
    String file = configuration("captures: ['0']");

    assertThat(
            Apps.running(ThreadsApp.class)
                .option(Apps.agent())
                .option("-Dlayertap.config=" + file)
                .run()
                .notes()
                .lines())
        .hasSize(8);
    assertThat(
            Apps.running(ThreadsApp.class)
                .option(Apps.agent())
                .variable("LAYERTAP_CONFIG", file)
                .run()
                .notes()
                .lines())
        .hasSize(8);
  }

  @Test
  void aCaptureThatCoreCannotReadIsSaidOnceAndTheAppGoesOn() throws IOException {
    String file = configuration("captures: ['layer3.(']");
    ChildJvm.Result run = Apps.running(ForwardApp.class).option(Apps.agent(file)).run();

    assertThat(run.out()).isEqualTo(bareOutput());
    assertThat(run.notes())
        .startsWith("[layertap] Nothing is captured of what is configured: " + file + ", line 1: ")
        .containsOnlyOnce("[layertap]");
  }

  @Test
  void aMissingConfigurationIsSaidAndTheAppGoesOn() {
    ChildJvm.Result run =
        Apps.running(ForwardApp.class).option(Apps.agent("no-such.yaml")).arguments("listen").run();

    assertThat(run.lines("result")).hasSize(5);
    assertThat(run.lines("event")).hasSize(26);
    assertThat(run.notes().lines())
        .containsExactly(
            "[layertap] The configuration is not used: "
                + Path.of("no-such.yaml").toAbsolutePath()
                + " (from the agent's argument) does not exist.");
  }

  @Test
  void aDamagedConfigurationIsSaidAndTheAppGoesOn() throws IOException {
    String file = configuration("capture:\n- maxpool\n");
    ChildJvm.Result run = Apps.running(ForwardApp.class).option(Apps.agent(file)).run();

    assertThat(run.out()).isEqualTo(bareOutput());
    assertThat(run.notes().lines())
        .containsExactly(
            "[layertap] The configuration is not used: "
                + file
                + ", line 1, column 1: unknown key \"capture\" (did you mean \"captures\"?).");
  }

  private static ChildJvm.Result runForwardApp(String argument) {
    return Apps.running(ForwardApp.class).option(Apps.agent(argument)).run();
  }

  @Test
  void everyKeyMayStandInTheArgumentAlone() {
    ChildJvm.Result run = runForwardApp("captures=first=0 take mean(0, 1);2,budget=1kB");

    assertThat(run.out()).isEqualTo(bareOutput());
    assertThat(run.notes().lines())
        .startsWith("[layertap] pass 0 of SequentialBlock: first (), 2 (2, 2)");
  }

  @Test
  void theStrongestSourceSaysWhatIsCaptured() throws IOException {
    String file = configuration("captures: ['0']\nbudget: 1MB\n");
    ChildJvm run =
        Apps.running(ForwardApp.class)
            .option(Apps.agent("captures=of-argument=0"))
            .option("-Dlayertap.captures=of-property=0")
            .option("-Dlayertap.config=" + file)
            .variable("LAYERTAP_CAPTURES", "of-environment=0");
    assertThat(run.run().notes())
        .startsWith("[layertap] pass 0 of SequentialBlock: of-argument (2, 4)");

    ChildJvm weaker =
        Apps.running(ForwardApp.class)
            .option(Apps.agent(file))
            .variable("LAYERTAP_CAPTURES", "of-environment=0");
    assertThat(weaker.run().notes())
        .startsWith("[layertap] pass 0 of SequentialBlock: of-environment (2, 4)");

    assertThat(weaker.option("-Dlayertap.captures=of-property=0").run().notes())
        .startsWith("[layertap] pass 0 of SequentialBlock: of-property (2, 4)");
  }

  @Test
  void anEntryOfTheFileMaySayWhatItTakes() throws IOException {
    ChildJvm.Result run =
        runForwardApp(
            configuration(
                """
                captures:
                  - name: mean
                    select: '0'
                    take: mean(1)
                  - {select: '0', take: input}
                """));

    assertThat(run.out()).isEqualTo(bareOutput());
    assertThat(run.notes().lines())
        .startsWith("[layertap] pass 0 of SequentialBlock: 0 (2, 3), mean (2)");
  }

  @Test
  void everyNthPassIsCountedOverThePassesOfTheApp() {
    ChildJvm.Result run = runForwardApp("captures=. take every(2)");

    assertThat(run.notes().lines())
        .hasSize(2)
        .first()
        .isEqualTo("[layertap] pass 0 of SequentialBlock: . (2, 2)");
    assertThat(run.notes().lines().skip(1))
        .allMatch(line -> line.startsWith("[layertap] pass 2 of OwnBlock: "));
  }

  @Test
  void theBudgetHoldsForEachPass() {
    ChildJvm.Result run = runForwardApp("captures=0;2,budget=32");

    assertThat(run.out()).isEqualTo(bareOutput());
    // The next passes may find it used up by those that wait, which is said too.
    assertThat(run.notes().lines())
        .contains(
            "[layertap] pass 0 of SequentialBlock: 0 (2, 4), over the budget, so nothing more was"
                + " captured");
  }

  @Test
  void aCaptureThatFailsInsideIsSaidOnceAndTheModelGoesOn() {
    ChildJvm.Result run = runForwardApp("captures=** take mean(7)");

    assertThat(run.out()).isEqualTo(bareOutput());
    assertThat(run.notes().lines().filter(line -> line.contains("internal error"))).hasSize(3);
    assertThat(run.notes().lines().filter(line -> line.contains("failed")))
        .containsExactly(
            "[layertap] a capture failed, and the model goes on: when \"output mean(7)\" was kept of"
                + " call 0 of 0 (Linear): java.lang.IllegalArgumentException: mean(7) does not fit"
                + " an array of shape (2, 4), which has 2 axes");
  }

  @Test
  void annotationsThatJavaHasDroppedAreSaidAndNotSoughtInVain() {
    String reason =
        "Nothing is captured of what is configured: annotated=true wants layertap-core in the app,"
            + " beside DJL: without it Java drops the @Capture annotations as it loads the app's"
            + " classes.";
    ChildJvm.Result run = runForwardApp("annotated=true,captures=0");
    assertThat(run.out()).isEqualTo(bareOutput());
    assertThat(run.notes().lines()).containsExactly("[layertap] " + reason);

    ChildJvm.Result strict = runForwardApp("annotated=true,captures=0,strict=true");
    assertThat(strict.status()).isEqualTo(1);
    assertThat(strict.notes())
        .contains("Exception in thread \"main\" java.lang.IllegalStateException: " + reason);
  }

  @Test
  void oneMistakeInAnySourceAndNothingOfAnyIsUsed() throws IOException {
    ChildJvm.Result run =
        Apps.running(ForwardApp.class)
            .option(Apps.agent(configuration("captures: ['0']\n")))
            .option("-Dlayertap.bugdet=1MB")
            .run();

    assertThat(run.status()).isZero();
    assertThat(run.out()).isEqualTo(bareOutput());
    assertThat(run.notes().lines())
        .containsExactly(
            "[layertap] The configuration is not used: unknown system property layertap.bugdet"
                + " (did you mean \"layertap.budget\"?).");
  }

  @Test
  void aTakeThatCoreCannotReadIsSaidWithItsLine() throws IOException {
    String file = configuration("captures:\n  - select: '0'\n    take: lst\n");
    ChildJvm.Result run = runForwardApp(file);

    assertThat(run.out()).isEqualTo(bareOutput());
    assertThat(run.notes())
        .startsWith("[layertap] Nothing is captured of what is configured: " + file + ", line 2: ")
        .contains("Did you mean \"last\"")
        .containsOnlyOnce("[layertap]");
  }
}
