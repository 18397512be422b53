// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.agent.app.ServingApp;
import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.RunningJvm;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the commands say where they cannot do what they are asked for. */
class CommandsIT {
  private static ChildJvm command(Object... words) {
    return ChildJvm.runningJar(Apps.agentJar()).arguments(words);
  }

  private static void assertRefused(ChildJvm.Result result, int status, String message) {
    assertThat(result.err()).isEqualTo(message + System.lineSeparator());
    assertThat(result.out()).isEmpty();
    assertThat(result.status()).isEqualTo(status);
  }

  @Test
  void aProcessThatIsNotThereIsSaid() {
    // Beyond what Linux gives to processes.
    assertRefused(
        command("status", "99999999").run(),
        1,
        "There is no process 99999999. \"doctor\" without one lists the JVMs that run.");
  }

  @Test
  void aProcessThatIsNoJvmIsSaidAndLivesOn() throws IOException {
    Process sleep = new ProcessBuilder("sleep", "600").start();
    try {
      String command = sleep.info().command().map(path -> " (" + path + ")").orElse("");
      assertRefused(
          command("attach", sleep.pid()).run(),
          1,
          "Process "
              + sleep.pid()
              + command
              + " is no JVM. \"doctor\" without a process lists the JVMs that run.");
      assertThat(sleep.isAlive()).isTrue();
    } finally {
      sleep.destroyForcibly();
    }
  }

  @Test
  void aProcessOfAnotherUserIsSaid() {
    Optional<String> me = ProcessHandle.current().info().user();
    if (me.equals(Optional.of("root"))) {
      // Seen from nobody, whom root can become.
      assertRefused(
          command("status", ProcessHandle.current().pid())
              .startedBy("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
              .run(),
          1,
          foreign(ProcessHandle.current().pid(), "nobody"));
    } else {
      assertRefused(command("status", 1).run(), 1, foreign(1, me.orElseThrow()));
    }
  }

  private static String foreign(long pid, String me) {
    return "Process "
        + pid
        + " belongs to root, and this command runs as "
        + me
        + ". A JVM lets itself be attached to by its own user only: sudo -u root java -jar"
        + " layertap-agent.jar ...";
  }

  @Test
  void aJvmThatDisablesAttachingIsSaidAndPrintsNothing() throws IOException {
    for (String more : List.of("-XX:+UsePerfData", "-XX:-UsePerfData")) {
      try (RunningJvm app =
          Apps.running(ServingApp.class)
              .option("-XX:+DisableAttachMechanism")
              .option(more)
              .start()) {
        app.next();
        assertRefused(
            command("attach", app.pid()).run(),
            1,
            "JVM "
                + app.pid()
                + " was started with -XX:+DisableAttachMechanism. Start it without that option, or"
                + " with -javaagent:layertap-agent.jar.");
        assertThat(app.finish().out()).hasLineCount(1);
      }
    }
  }

  @Test
  void aJvmThatLoadsNoAgentsLaterIsSaid() throws IOException {
    try (RunningJvm app =
        Apps.running(ServingApp.class).option("-XX:-EnableDynamicAgentLoading").start()) {
      app.next();
      assertRefused(
          command("attach", app.pid()).run(),
          1,
          "JVM "
              + app.pid()
              + " loads no agents once it runs. Start it with -XX:+EnableDynamicAgentLoading, or"
              + " with -javaagent:layertap-agent.jar.");
    }
  }

  @Test
  void aJavaThatCannotAttachIsSaidAndHelpsAllTheSame() {
    ChildJvm.Result result =
        ChildJvm.runningJar(Apps.agentJar())
            .option("--limit-modules=java.base,java.instrument,java.management")
            .arguments("attach", ProcessHandle.current().pid())
            .run();
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("The Java in ")
        .endsWith(
            " cannot attach to other JVMs, because it has no module jdk.attach. Run the command with"
                + " a JDK's java.\n");

    ChildJvm.Result doctor =
        ChildJvm.runningJar(Apps.agentJar())
            .option("--limit-modules=java.base,java.instrument,java.management")
            .arguments("doctor")
            .run();
    assertThat(doctor.status()).isZero();
    assertThat(doctor.out())
        .contains(
            "\nverdict: works with limits\n  - This Java has no module jdk.attach: it can run with"
                + " -javaagent, and attach to no other JVM. A JDK's java can.\n");
  }

  @Test
  void theDoctorOfThisMachineListsTheJvmsThatRun() {
    ChildJvm.Result doctor = command("doctor").run();
    assertThat(doctor.status()).isZero();
    assertThat(doctor.out())
        .startsWith("Layertap 0.1.0-SNAPSHOT, " + Apps.agentJar() + "\nverdict: supported\njvm: ")
        .contains("\nJVMs to attach to: ")
        .contains("\n  " + ProcessHandle.current().pid() + " ");
  }
}
