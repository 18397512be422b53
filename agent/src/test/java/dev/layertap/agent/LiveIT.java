// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.layertap.agent.app.ServingApp;
import dev.layertap.file.ArrayFile;
import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.RunningJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands, on an app that serves predictions and knows nothing of Layertap. */
class LiveIT {
  private static final String TRACER = "dev.layertap.trace.Tracer";
  private static final String CORE_LOADER = "dev.layertap.agent.start.NestedJar";

  private static final int MOST_COLLECTIONS = 20;

  private static ChildJvm serving() {
    return Apps.running(ServingApp.class)
        .option("-XX:+EnableDynamicAgentLoading")
        .option("-XX:SoftRefLRUPolicyMSPerMB=0"); // method handles keep types softly
  }

  private static ChildJvm.Result run(Object... words) {
    return ChildJvm.runningJar(Apps.agentJar()).arguments(words).run();
  }

  private static String succeed(Object... words) {
    ChildJvm.Result result = run(words);
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    return result.out();
  }

  /**
   * Each count is a collection of its own. On newer JDKs the first one may only clear what the next
   * one then finds unreachable.
   */
  private static void assertCollected(RunningJvm app, String type) {
    String left = app.tell("count " + type);
    for (int again = 0; again < MOST_COLLECTIONS && !left.equals("0"); again++) {
      left = app.tell("count " + type);
    }
    assertThat(left).as("instances of " + type).isEqualTo("0");
  }

  /** A result, without the word in front of the first one. */
  private static String result(String line) {
    return line.replace("ready ", "");
  }

  @Test
  void attachCapturesStatusCountsDetachLeavesNothingAndAllOfItAgain() throws IOException {
    try (RunningJvm app = serving().start()) {
      String expected = result(app.next());
      String jvm = "JVM " + app.pid();
      for (int time = 0; time < 3; time++) {
        assertThat(succeed("attach", app.pid(), "captures=hidden=0;2;none"))
            .contains("Layertap 0.", " is attached to " + jvm + ".\n", "DJL 0.36.0 in app ");
        String before = app.err();
        assertThat(app.tell("predict")).isEqualTo(expected);
        assertThat(app.errAfter(before, "pass 0"))
            .isEqualTo(
                "[layertap] pass 0 of SequentialBlock: hidden (2, 4), 2 (2, 2), nothing matches"
                    + " \"none\"\n");
        app.tell("predict");
        assertThat(app.errAfter(before, "pass 1")).hasLineCount(2);
        assertThat(succeed("status", app.pid()))
            .contains(" runs in " + jvm + ", started with captures=hidden=0;2;none.\n")
            .contains("options: captures=hidden=0;2;none (the agent's argument)\n")
            .contains(
                """
                configured captures, in 2 passes:
                  hidden=0: fired 2 times
                  2: fired 2 times
                  none: never fired
                  Nothing in SequentialBlock matches "none\"""")
            .contains("\nsinks: every pass is captured\n  log: on, 2 passes\n")
            .contains("errors kept from the app: 0");
        assertThat(app.tell("count " + TRACER)).isEqualTo("1");

        assertThat(succeed("detach", app.pid()))
            .startsWith("Layertap is detached from " + jvm + ".\n")
            .endsWith("\n4 classes are as they were.\n");
        String after = app.err();
        assertThat(app.tell("predict")).isEqualTo(expected);
        assertThat(app.err()).isEqualTo(after);
        assertCollected(app, TRACER);
        assertCollected(app, CORE_LOADER);
      }
      assertThat(app.finish().status()).isZero();
    }
  }

  @Test
  void whatWasWovenCallsNoBridgeOnceItIsDetached() throws IOException {
    try (RunningJvm app = serving().option(Apps.agent()).start()) {
      String expected = result(app.next());
      assertThat(app.tell("hear")).isEqualTo("0");
      app.tell("predict");
      assertThat(Integer.parseInt(app.tell("hear"))).isEqualTo(5);

      succeed("detach", app.pid());
      assertThat(app.tell("predict")).isEqualTo(expected);
      assertThat(app.tell("hear")).isEqualTo("5");

      succeed("attach", app.pid());
      assertThat(app.tell("predict")).isEqualTo(expected);
      assertThat(app.tell("hear")).isEqualTo("10");
    }
  }

  @Test
  void whatIsSaidLaterTakesThePlaceOfWhatWasSaidBefore(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("later.yaml"), "captures: ['2']\nbudget: 1MB\n");
    try (RunningJvm app = serving().option(Apps.agent("captures=0")).start()) {
      app.next();
      ChildJvm.Result later =
          ChildJvm.runningJar(Apps.agentJar())
              .in(folder)
              .arguments("attach", app.pid(), "later.yaml")
              .run();
      assertThat(later.out())
          .endsWith(
              "Layertap ran in JVM "
                  + app.pid()
                  + " already, with captures=0. From now on it does what it was told now.\n");
      String before = app.err();
      app.tell("predict");
      assertThat(app.errAfter(before, "pass 0"))
          .isEqualTo("[layertap] pass 0 of SequentialBlock: 2 (2, 2)\n");
      assertThat(app.tell("count " + TRACER)).isEqualTo("1");

      assertThat(succeed("attach", app.pid()))
          .startsWith("Nothing changed, because it runs already:\n");
    }
  }

  @Test
  void aConfigurationWithAMistakeChangesNothing() throws IOException {
    try (RunningJvm app = serving().start()) {
      app.next();
      ChildJvm.Result result = run("attach", app.pid(), "captures=0", "bugdet=1MB");
      assertThat(result.status()).isEqualTo(1);
      assertThat(result.out())
          .isEqualTo(
              "The configuration is not used, and nothing changed: unknown key \"bugdet\" in the"
                  + " agent's argument (did you mean \"budget\"?).\n");
      assertThat(app.err()).isEmpty();
      assertThat(run("status", app.pid()).out())
          .isEqualTo("Layertap does not run in JVM " + app.pid() + ".\n");
      assertThat(run("status", app.pid()).status()).isEqualTo(3);
    }
  }

  @Test
  void thereIsNothingToDetachWhereNothingRuns() throws IOException {
    try (RunningJvm app = serving().start()) {
      app.next();
      ChildJvm.Result result = run("detach", app.pid());
      assertThat(result.status()).isEqualTo(3);
      assertThat(result.out())
          .isEqualTo(
              "Layertap does not run in JVM " + app.pid() + ". There is nothing to detach.\n");
    }
  }

  @Test
  void whereLayertapWasSwitchedOffAttachSwitchesItOn() throws IOException {
    try (RunningJvm app = serving().option(Apps.agent("enabled=false")).start()) {
      String expected = result(app.next());
      succeed("attach", app.pid(), "captures=0");
      String before = app.err();
      assertThat(app.tell("predict")).isEqualTo(expected);
      assertThat(app.errAfter(before, "pass 0"))
          .isEqualTo("[layertap] pass 0 of SequentialBlock: 0 (2, 4)\n");
    }
  }

  @Test
  void theDoctorSaysWhatThereIs() throws IOException {
    try (RunningJvm app =
        serving().option("-javaagent:" + Apps.agentJar() + "=captures=0;none").start()) {
      app.next();
      assertThat(succeed("doctor", app.pid()))
          .startsWith(
              "Layertap 0.1.0-SNAPSHOT runs in JVM "
                  + app.pid()
                  + ", started with captures=0;none.\nverdict: supported\njvm: ")
          .contains("\ndjl: 0.36.0 in app jdk.internal.loader.ClassLoaders$AppClassLoader\n")
          .contains("\nengine: PyTorch 2.7.1\n")
          .contains("\noptions: captures=0;none (the agent's argument)\n")
          .contains("of DJL, dev.layertap.agent.app.OwnBlock\n")
          .contains("\nconfigured captures, in 1 pass:\n  0: fired 1 time\n  none: never fired\n")
          .endsWith("\nerrors kept from the app: 0\nother agents: none on the command line\n");
    }
  }

  @Test
  void theDoctorSpeaksWhenTheJvmEndsIfItIsAsked() {
    ChildJvm.Result run =
        Apps.running(ServingApp.class)
            .option(Apps.agent("captures=0,doctor=exit"))
            .start()
            .finish();
    assertThat(run.out()).startsWith("ready ").hasLineCount(1);
    assertThat(run.err())
        .startsWith(
            "[layertap] 0.1.0-SNAPSHOT: captures=0 (the agent's argument), doctor=exit (the agent's"
                + " argument)\n[layertap] pass 0 of SequentialBlock: 0 (2, 4)\n[layertap] Layertap")
        .contains("\nverdict: supported\n")
        .contains(
            "\n  0: fired 1 time\nsinks: every pass is captured\n  log: off, closed, 1 pass\n");
  }

  @Test
  void sinksFinishWhenItIsDetachedAndNothingIsLeftOfThem(@TempDir Path temporary)
      throws IOException {
    Path folder = temporary.resolve("sink");
    try (RunningJvm app = serving().start()) {
      app.next();
      for (int time = 1; time <= 3; time++) {
        assertThat(
                succeed(
                    "attach",
                    app.pid(),
                    "captures=0;out=2",
                    "sinks=log;jfr;metrics;files(folder=" + folder + ")"))
            .contains("What each pass captures goes to the sinks that are configured.\n");
        String before = app.err();
        app.tell("predict");
        app.tell("predict");
        assertThat(app.errAfter(before, "pass 1")).hasLineCount(2);
        assertThat(succeed("status", app.pid()))
            .contains("\nsinks: every pass is captured\n  log: on, 2 passes\n  jfr: on, ")
            .contains("\n  metrics: on, ", "\n  files: on, ");
        assertThat(shards(folder)).hasSize(time - 1);

        succeed("detach", app.pid());
        List<Path> shards = shards(folder);
        assertThat(shards).hasSize(time);
        try (NDManager manager = NDManager.newBaseManager()) {
          for (Path shard : shards) {
            assertThat(ArrayFile.read(shard, manager).keySet())
                .containsExactly("0#0", "2#0", "0#0@1", "2#0@1");
          }
        }
        assertThat(folder.resolve("index.jsonl")).content().hasLineCount(2 * time);

        Map<String, String> written = contents(folder);
        String said = app.err();
        app.tell("predict");
        assertCollected(app, TRACER);
        assertCollected(app, CORE_LOADER);
        assertThat(contents(folder)).isEqualTo(written);
        assertThat(app.err()).isEqualTo(said);
      }
    }
  }

  @Test
  void metersOfMicrometerAreGoneWhenItIsDetached() throws IOException {
    try (RunningJvm app =
        ChildJvm.running(ServingApp.class, Apps.classPath().with(Apps.micrometer()))
            .option("-XX:+EnableDynamicAgentLoading")
            .start()) {
      app.next();
      assertThat(app.tell("meters")).isEqualTo("0");
      for (int time = 0; time < 2; time++) {
        succeed("attach", app.pid(), "captures=0", "sinks=metrics;log");
        String before = app.err();
        app.tell("predict");
        app.errAfter(before, "pass 0"); // the log comes after the meters
        assertThat(app.tell("meters")).isEqualTo("8");
        succeed("detach", app.pid());
        assertThat(app.tell("meters")).isEqualTo("0");
        app.tell("predict");
        assertThat(app.tell("meters")).isEqualTo("0");
      }
    }
  }

  private static List<Path> shards(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".safetensors")).sorted().toList();
    }
  }

  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        contents.put(
            file.getFileName().toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    return contents;
  }
}
