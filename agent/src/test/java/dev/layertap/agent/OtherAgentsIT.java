// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.agent.app.ServingApp;
import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.ClassPath;
import dev.layertap.testkit.RunningJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Other agents in the same JVM, before ours and behind it. */
class OtherAgentsIT {
  private static final String OURS = Apps.agent("captures=hidden=0;2");

  private final Path folder;

  OtherAgentsIT(@TempDir Path folder) {
    this.folder = folder;
  }

  private static Path jar(String pattern) {
    return ClassPath.ofThisJvm().only(pattern).entries().get(0);
  }

  static Stream<Arguments> others() {
    String jacoco = "-javaagent:" + jar("org\\.jacoco\\.agent-.*-runtime\\.jar") + "=output=none";
    String telemetry = "-javaagent:" + jar("opentelemetry-javaagent-.*\\.jar");
    return Stream.of(jacoco, telemetry)
        .flatMap(
            other ->
                Stream.of(
                    Arguments.of(other, List.of(other, OURS)),
                    Arguments.of(other, List.of(OURS, other))));
  }

  private ChildJvm serving(List<String> agents) {
    ChildJvm jvm =
        Apps.running(ServingApp.class)
            .in(folder)
            .option("-XX:+EnableDynamicAgentLoading")
            .option("-Dotel.sdk.disabled=true");
    agents.forEach(jvm::option);
    return jvm;
  }

  @ParameterizedTest
  @MethodSource("others")
  void outputsAreEqualCapturesWorkAndTheDoctorNamesTheOther(String other, List<String> agents)
      throws IOException {
    String expected = serving(List.of()).start().finish().out();
    try (RunningJvm app = serving(agents).start()) {
      assertThat(app.next()).isEqualTo(expected.strip());
      assertThat(app.errAfter("", "pass 0"))
          .contains("[layertap] pass 0 of SequentialBlock: hidden (2, 4), 2 (2, 2)\n");
      ChildJvm.Result doctor =
          ChildJvm.runningJar(Apps.agentJar()).arguments("doctor", app.pid()).run();
      assertThat(doctor.out())
          .contains("\nverdict: supported\n")
          .contains("\n  hidden=0: fired 1 time\n")
          .endsWith("\nother agents: " + other + "\n");

      ChildJvm.Result detached =
          ChildJvm.runningJar(Apps.agentJar()).arguments("detach", app.pid()).run();
      assertThat(detached.status()).isZero();
      String before = app.err();
      assertThat("ready " + app.tell("predict")).isEqualTo(expected.strip());
      assertThat(app.err()).isEqualTo(before);
    }
  }
}
