// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.agent.app.ChildLoaderApp;
import dev.layertap.agent.app.ForwardApp;
import dev.layertap.agent.app.LeakyApp;
import dev.layertap.agent.app.ThreadsApp;
import dev.layertap.agent.app.UndeployApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    return ChildJvm.running(ForwardApp.class).run().out();
  }

  @Test
  void eachPassIsSummedUpOnStderrByTheNestedCore() throws IOException {
    ChildJvm.Result run =
        ChildJvm.running(ForwardApp.class).withAgent(configuration("captures: ['**']")).run();

    assertThat(run.out()).isEqualTo(bareOutput());
    assertThat(run.err().lines())
        .hasSize(4)
        .allMatch(line -> line.startsWith("[layertap] pass "))
        .anyMatch(line -> line.startsWith("[layertap] pass 0 of SequentialBlock:"));
  }

  @Test
  void theAppsOwnCoreIsTakenIfItBringsOne() throws IOException {
    Path log = folder.resolve("classes.log");
    List<Path> classPath = new ArrayList<>(ChildJvm.appClassPath());
    classPath.add(ChildJvm.core());
    ChildJvm.Result run =
        ChildJvm.running(ForwardApp.class, classPath)
            .withAgent(configuration("captures: ['**']"))
            .option("-Xlog:class+load:file=" + log)
            .run();

    assertThat(run.err().lines()).hasSize(4);
    assertThat(Files.readString(log))
        .contains("dev.layertap.bridge.ConfiguredStart")
        .doesNotContain("dev.layertap.agent.start.NestedJar ");
  }

  @Test
  void djlInAChildLoaderGetsItsCoreBelowThatLoader() throws IOException {
    ChildJvm.Result run =
        ChildJvm.running(ChildLoaderApp.class, ChildJvm.testClasses())
            .withAgent(configuration("captures: ['**']"))
            .argument(ChildJvm.joined(ChildJvm.appClassPath()))
            .argument(ForwardApp.class.getName())
            .run();

    // All but the stack of the failing block, which names the loader.
    assertThat(run.out().lines().limit(4))
        .containsExactlyElementsOf(bareOutput().lines().limit(4).toList());
    assertThat(run.err().lines()).hasSize(4).allMatch(line -> line.startsWith("[layertap] pass "));
  }

  @Test
  void noFirstPassIsLostOnWhateverThreadItRuns() throws IOException {
    ChildJvm.Result run =
        ChildJvm.running(ThreadsApp.class).withAgent(configuration("captures: ['0']")).run();

    assertThat(run.status()).isZero();
    assertThat(run.err().lines())
        .hasSize(8)
        .allMatch(line -> line.matches("\\[layertap] pass \\d of SequentialBlock: .*"));
  }

  @Test
  void anUndeployedAppIsCollectedThoughCoreWasStartedForIt() throws IOException {
    ChildJvm.Result run =
        ChildJvm.running(UndeployApp.class, ChildJvm.testClasses())
            .option("-XX:SoftRefLRUPolicyMSPerMB=0") // method handles keep types softly
            .withAgent(configuration("captures: ['**']"))
            .argument(ChildJvm.joined(ChildJvm.appClassPath()))
            .argument(LeakyApp.class.getName())
            .run();

    assertThat(run.out().lines()).containsExactly("ran true", "undeployed");
  }

  @Test
  void theSystemPropertyAndTheEnvironmentNameAFileToo() throws IOException {
    String file = configuration("captures: ['0']");

    assertThat(
            ChildJvm.running(ThreadsApp.class)
                .withAgent()
                .option("-Dlayertap.config=" + file)
                .run()
                .err()
                .lines())
        .hasSize(8);
    assertThat(
            ChildJvm.running(ThreadsApp.class)
                .withAgent()
                .variable("LAYERTAP_CONFIG", file)
                .run()
                .err()
                .lines())
        .hasSize(8);
  }

  @Test
  void aCaptureThatCoreCannotReadIsSaidOnceAndTheAppGoesOn() throws IOException {
    String file = configuration("captures: ['layer3.(']");
    ChildJvm.Result run = ChildJvm.running(ForwardApp.class).withAgent(file).run();

    assertThat(run.out()).isEqualTo(bareOutput());
    assertThat(run.err())
        .startsWith("[layertap] Nothing is captured of what " + file + " names. ")
        .containsOnlyOnce("[layertap]");
  }

  @Test
  void aMissingConfigurationIsSaidAndTheAppGoesOn() {
    ChildJvm.Result run =
        ChildJvm.running(ForwardApp.class).withAgent("no-such.yaml").argument("listen").run();

    assertThat(run.lines("result")).hasSize(5);
    assertThat(run.lines("event")).hasSize(26);
    assertThat(run.err().lines())
        .containsExactly(
            "[layertap] The configuration is not used. "
                + Path.of("no-such.yaml").toAbsolutePath()
                + " (from the agent's argument) does not exist.");
  }

  @Test
  void aDamagedConfigurationIsSaidAndTheAppGoesOn() throws IOException {
    String file = configuration("capture:\n- maxpool\n");
    ChildJvm.Result run = ChildJvm.running(ForwardApp.class).withAgent(file).run();

    assertThat(run.out()).isEqualTo(bareOutput());
    assertThat(run.err().lines())
        .containsExactly(
            "[layertap] The configuration is not used. "
                + file
                + ", line 1, column 1: unknown key \"capture\" (did you mean \"captures\"?).");
  }
}
