// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.homes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.ClassPath;
import dev.layertap.testkit.RunningJvm;
import dev.layertap.tests.apps.IdentityServlet;
import dev.layertap.tests.apps.ModelServlet;
import dev.layertap.tests.apps.ScopeServlet;
import dev.layertap.tests.apps.TorchScriptServlet;
import dev.layertap.tests.apps.WebServer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Web apps in an embedded Tomcat: with DJL inside of the war, and with DJL in a shared loader. */
class WebAppTest {
  private static final ClassPath SERVER = Homes.TESTS.with(Homes.TOMCAT.entries());

  private final Path folder;

  WebAppTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private ChildJvm server(ClassPath shared, ClassPath war, Class<?> servlet) {
    return ChildJvm.running(WebServer.class, SERVER.with(shared.entries()))
        .option("-XX:SoftRefLRUPolicyMSPerMB=0") // method handles keep types softly
        .arguments(folder, Homes.TESTS.with(war.entries()), servlet.getName());
  }

  private static void assertNothingIsThrownOnOurThreads(RunningJvm server) {
    assertThat(server.err()).doesNotContain("Exception in thread");
  }

  static Stream<Arguments> wars() {
    return Stream.of(
        Arguments.of("no core", Homes.NOTHING), Arguments.of("a core of its own", Homes.LAYERTAP));
  }

  private static ClassPath withEngine(ClassPath core) {
    return Homes.DJL.with(Homes.ENGINE.entries()).with(core.entries());
  }

  /** What comes of it, without the agent and with it. */
  private static List<String> deployTwice(RunningJvm server) {
    assertThat(server.next()).isEqualTo("ready");
    return Stream.of(
            "deploy one", "get one", "get one", "undeploy one", "collect one", "deploy two")
        .map(server::tell)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("wars")
  void djlInTheWarIsCapturedAndAnswersTheSame(String what, ClassPath core) throws Exception {
    try (RunningJvm bare = server(Homes.NOTHING, withEngine(core), ModelServlet.class).start();
        RunningJvm with =
            server(Homes.NOTHING, withEngine(core), ModelServlet.class)
                .option(Homes.agent("captures=hidden=0;2"))
                .start()) {
      List<String> expected = deployTwice(bare);
      assertThat(expected.get(1)).startsWith("[").endsWith("]").isEqualTo(expected.get(2));
      assertThat(deployTwice(with)).isEqualTo(expected);
      assertThat(Homes.said(with.errAfter("", "pass 1")))
          .containsExactly(
              "[layertap] pass 0 of SequentialBlock: hidden (1, 8), 2 (1, 2)",
              "[layertap] pass 1 of SequentialBlock: hidden (1, 8), 2 (1, 2)");

      // DJL's native code keeps its classes, and with them the loader, whoever looks on.
      assertThat(expected).contains("one kept");
      assertThat(bare.tell("get two"))
          .isEqualTo(with.tell("get two"))
          .endsWith("libc10.so already loaded in another classloader");
      assertNothingIsThrownOnOurThreads(with);
    }
  }

  static Stream<Arguments> warsWithMeters() {
    return wars()
        .flatMap(
            war ->
                Stream.of(
                    Arguments.of(war.get()[0], war.get()[1], Homes.NOTHING),
                    Arguments.of(war.get()[0], war.get()[1], Homes.MICROMETER)));
  }

  @ParameterizedTest
  @MethodSource("warsWithMeters")
  void aWarWhoseDjlHasNoEngineIsCollectedWithAllThatWasStartedForIt(
      String what, ClassPath core, ClassPath meters) throws Exception {
    ClassPath war = Homes.DJL.with(core.entries()).with(meters.entries());
    try (RunningJvm server =
        server(Homes.NOTHING, war, IdentityServlet.class)
            .option(Homes.agent("captures=all=**;root=.,sinks=log;metrics"))
            .start()) {
      assertThat(deployTwice(server))
          .containsExactly(
              "one STARTED",
              "0 arrays",
              "0 arrays",
              "one DESTROYED",
              "one collected",
              "two STARTED");
      assertThat(server.tell("get two")).isEqualTo("0 arrays");
      if (meters.equals(Homes.NOTHING)) {
        // Those of the first are gone: the second has no "copy" in its names.
        assertThat(server.tell("beans 2"))
            .isEqualTo(
                "[type=Pass,model=\"Identity\" calls=1,"
                    + " type=Path,model=\"Identity\",path=\".\" calls=1]");
      }
      assertThat(server.tell("undeploy two")).isEqualTo("two DESTROYED");
      assertThat(server.tell("collect two")).isEqualTo("two collected");
      assertNothingIsThrownOnOurThreads(server);
    }
  }

  @Test
  void twoWebAppsWithACoreOfTheirOwnAboveASharedDjlSeeTheirOwnPassesAndAreCollected()
      throws Exception {
    ClassPath shared = Homes.DJL.with(Homes.ENGINE.entries());
    ClassPath war = Homes.LAYERTAP.with(Homes.MICROMETER.entries());
    try (RunningJvm server =
        server(shared, war, ScopeServlet.class)
            .option(Homes.agent("captures=every=**,sinks=log;metrics"))
            .start()) {
      assertThat(server.next()).isEqualTo("ready");
      // Else DJL's threads would be the first web app's, and keep it.
      assertThat(server.tell("begin ai.djl.engine.Engine")).isEqualTo("PtEngine");
      for (String name : List.of("one", "two")) {
        assertThat(server.tell("deploy " + name)).isEqualTo(name + " STARTED");
        assertThat(server.tell("get " + name)).endsWith("] lin (1, 8), out (1, 2)");
      }
      // Configured captures have a core below DJL's loader.
      assertThat(server.tell("get one")).endsWith("] lin (1, 8), out (1, 2)");
      assertThat(Homes.said(server.errAfter("", "pass 2")))
          .containsExactly(
              "[layertap] pass 0 of SequentialBlock: every (1, 8) (1, 8) (1, 2)",
              "[layertap] pass 1 of SequentialBlock: every (1, 8) (1, 8) (1, 2)",
              "[layertap] pass 2 of SequentialBlock: every (1, 8) (1, 8) (1, 2)");
      // Nor does the core below DJL's loader see the Micrometer of a web app: JMX takes its place.
      assertThat(server.tell("beans 4"))
          .contains("type=Pass,model=\"SequentialBlock\" calls=3")
          .contains("path=\"2\" calls=3");

      assertThat(server.tell("undeploy one")).isEqualTo("one DESTROYED");
      // The thread of the sinks began in a request of the first, and is kept busy by the second.
      assertThat(server.tell("collect one two")).isEqualTo("one collected");
      assertThat(server.tell("get two")).endsWith("] lin (1, 8), out (1, 2)");
      assertThat(server.tell("undeploy two")).isEqualTo("two DESTROYED");
      assertThat(server.tell("collect two")).isEqualTo("two collected");
    }
  }

  static Stream<String> withAndWithoutCaptures() {
    return Stream.of("", ",captures=every=**");
  }

  @ParameterizedTest
  @MethodSource("withAndWithoutCaptures")
  void webAppsAboveASharedEngineSeeIntoTheTorchScriptModelsThatTheyLoadAndAreCollected(
      String captures) throws Exception {
    ClassPath shared = Homes.DJL.with(Homes.ENGINE.entries());
    try (RunningJvm server =
        server(shared, Homes.LAYERTAP, TorchScriptServlet.class)
            .option(Homes.agent("cache=" + folder.resolve("cache") + captures))
            .option("-Dmodel=" + Homes.TORCHSCRIPT_MODEL)
            .start()) {
      assertThat(server.next()).isEqualTo("ready");
      assertThat(server.tell("begin ai.djl.engine.Engine")).isEqualTo("PtEngine");
      for (String name : List.of("one", "two")) {
        assertThat(server.tell("deploy " + name)).isEqualTo(name + " STARTED");
        assertThat(server.tell("get " + name)).endsWith("] again (3, 4) (3, 4)");
      }
      assertThat(server.tell("get one")).endsWith("] again (3, 4) (3, 4)");

      assertThat(server.tell("undeploy one")).isEqualTo("one DESTROYED");
      assertThat(server.tell("collect one two")).isEqualTo("one collected");
      assertThat(server.tell("get two")).endsWith("] again (3, 4) (3, 4)");
      assertThat(server.tell("undeploy two")).isEqualTo("two DESTROYED");
      assertThat(server.tell("collect two")).isEqualTo("two collected");
      assertNothingIsThrownOnOurThreads(server);
      // Nor looks anything for a class in a loader that was stopped.
      assertThat(server.err()).doesNotContain("Illegal access");

      if (!captures.isEmpty()) {
        // A model has one copy, and it is the app's own: the core below DJL sees it closed.
        assertThat(Homes.said(server.err()))
            .startsWith("[layertap] pass 0 of PtSymbolBlock: nothing matches \"every=**\"");
      }
    }
  }
}
