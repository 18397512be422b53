// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.agent.app.PassesApp;
import dev.layertap.testkit.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.common.IDescribable;
import org.openjdk.jmc.common.IDisplayable;
import org.openjdk.jmc.common.item.IAccessorKey;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.IItemIterable;
import org.openjdk.jmc.common.item.IMemberAccessor;
import org.openjdk.jmc.flightrecorder.JfrLoaderToolkit;

/** Sinks, in apps that have no code of Layertap's but for some that bring a sink of their own. */
class SinksIT {
  private final Path folder;

  SinksIT(@TempDir Path folder) {
    this.folder = folder;
  }

  private String configuration(String sinks) throws IOException {
    return Files.writeString(
            folder.resolve("layertap.yaml"), "captures: ['0', out: '2']\nsinks:\n" + sinks)
        .toString();
  }

  private static ChildJvm app(String argument, Object... words) {
    return Apps.running(PassesApp.class).option(Apps.agent(argument)).arguments(words);
  }

  private static String bothEventsInto(Path recording) {
    return "-XX:StartFlightRecording:filename="
        + recording
        + ",+dev.layertap.Block#enabled=true,+dev.layertap.Activation#enabled=true";
  }

  private static String bareOutput(int passes) {
    return Apps.running(PassesApp.class).arguments(passes).run().out();
  }

  @Test
  void theLogHasALineForEachPassThatItWants() throws IOException {
    ChildJvm.Result run = app(configuration("  - log: {every: 2}\n"), 4).run();

    assertThat(run.out()).isEqualTo(bareOutput(4));
    assertThat(run.notes().lines())
        .containsExactly(
            "[layertap] pass 0 of SequentialBlock: 0 (2, 4), out (2, 2)",
            "[layertap] pass 2 of SequentialBlock: 0 (2, 4), out (2, 2)");
  }

  @Test
  void theLogMayGoWhereTheAppLogs() {
    ChildJvm.Result run = app("captures=0,sinks=log(to=logger)", 1, "await").run();

    assertThat(run.out()).isEqualTo(bareOutput(1));
    assertThat(run.notes())
        .contains("INFO: pass 0 of SequentialBlock: 0 (2, 4)")
        .doesNotContain("[layertap]");
  }

  @Test
  void aRecordingHasTheEventsThatItAsksFor() throws IOException {
    Path recording = folder.resolve("run.jfr");
    ChildJvm.Result run =
        app("captures=0;out=2,sinks=jfr", 2, "await").option(bothEventsInto(recording)).run();

    assertThat(run.out().lines().filter(line -> line.startsWith("result")).toList())
        .containsExactlyElementsOf(bareOutput(2).lines().toList());
    assertThat(events(recording, "dev.layertap.Block"))
        .map(event -> event.getInt("pass") + " " + event.getString("path"))
        .containsExactly("0 0", "0 2", "1 0", "1 2");
    assertThat(events(recording, "dev.layertap.Block"))
        .allMatch(event -> event.getThread().getJavaName().equals("main"))
        .allMatch(event -> !event.getDuration().isZero());
    assertThat(events(recording, "dev.layertap.Activation"))
        .map(
            event ->
                "%d %s %s %s %d"
                    .formatted(
                        event.getInt("pass"),
                        event.getString("key"),
                        event.getString("name"),
                        event.getString("shape"),
                        event.getLong("count")))
        .containsExactly(
            "0 0#0 0 (2, 4) 8", "0 2#0 out (2, 2) 4", "1 0#0@1 0 (2, 4) 8", "1 2#0@1 out (2, 2) 4");
    assertThat(events(recording, "dev.layertap.Activation"))
        .allMatch(event -> event.getDouble("minimum") <= event.getDouble("mean"))
        .allMatch(event -> event.getDouble("mean") <= event.getDouble("maximum"));
  }

  /** As its Event Browser does: by the types' and the columns' labels. */
  @Test
  void missionControlReadsTheEventsWithTheirColumns() throws Exception {
    Path recording = folder.resolve("run.jfr");
    app("captures=0;out=2,sinks=jfr", 2, "await").option(bothEventsInto(recording)).run();

    IItemCollection all = JfrLoaderToolkit.loadEvents(recording.toFile());
    IItemIterable blocks = only(all, "dev.layertap.Block");
    assertThat(blocks.getType().getName()).isEqualTo("Block");
    assertThat(columns(blocks)).contains("Duration", "Event Thread", "Pass", "Path", "Type");
    assertThat(shown(blocks, "Path")).containsExactlyInAnyOrder("0", "2", "0", "2");
    IItemIterable activations = only(all, "dev.layertap.Activation");
    assertThat(activations.getType().getName()).isEqualTo("Activation");
    assertThat(activations.getType().getDescription())
        .startsWith("The statistics of a captured array");
    assertThat(columns(activations))
        .contains("Pass", "Key", "Path", "Name", "Type", "Shape", "Mean", "Standard Deviation")
        .contains("Minimum", "Maximum", "Elements", "Zero", "NaN", "Infinite");
    assertThat(shown(activations, "Shape"))
        .containsExactlyInAnyOrder("(2, 4)", "(2, 2)", "(2, 4)", "(2, 2)");
    assertThat(shown(activations, "Elements")).containsExactlyInAnyOrder("8", "4", "8", "4");
  }

  private static IItemIterable only(IItemCollection all, String type) {
    return all.stream()
        .filter(items -> items.getType().getIdentifier().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> columns(IItemIterable events) {
    return events.getType().getAccessorKeys().values().stream().map(IDescribable::getName).toList();
  }

  private static List<String> shown(IItemIterable events, String column) {
    IAccessorKey<?> key =
        events.getType().getAccessorKeys().entrySet().stream()
            .filter(one -> one.getValue().getName().equals(column))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();
    IMemberAccessor<?, IItem> accessor = events.getType().getAccessor(key);
    return events.stream().map(accessor::getMember).map(SinksIT::shown).toList();
  }

  private static String shown(Object value) {
    return value instanceof IDisplayable quantity
        ? quantity.displayUsing(IDisplayable.EXACT)
        : String.valueOf(value);
  }

  @Test
  void aRecordingThatDoesNotAskHasNoneOfTheEvents() throws IOException {
    Path recording = folder.resolve("run.jfr");
    app("captures=0,sinks=jfr", 2).option("-XX:StartFlightRecording:filename=" + recording).run();

    assertThat(events(recording, "dev.layertap.Block")).isEmpty();
    assertThat(events(recording, "dev.layertap.Activation")).isEmpty();
  }

  private static List<RecordedEvent> events(Path recording, String type) throws IOException {
    return RecordingFile.readAllEvents(recording).stream()
        .filter(event -> event.getEventType().getName().equals(type))
        .sorted(Comparator.comparing(RecordedEvent::getStartTime))
        .toList();
  }

  @Test
  void aRuntimeWithoutFlightRecorderLosesThatSinkAndNoOther() {
    ChildJvm.Result run =
        app("captures=0,sinks=jfr,log", 1)
            .option(
                "--limit-modules=java.base,java.logging,java.management,java.instrument,jdk.unsupported,java.desktop,java.xml,java.sql,java.naming")
            .run();

    assertThat(run.out()).isEqualTo(bareOutput(1));
    assertThat(run.notes().lines())
        .containsExactly(
            "[layertap] the sink \"jfr\" is off: this Java runtime is without the module jdk.jfr",
            "[layertap] pass 0 of SequentialBlock: 0 (2, 4)");
  }

  @Test
  void metersOfMicrometerAreThereUntilItIsClosed() throws IOException {
    String file = configuration("  - metrics: {tags: {app: shop}, limit: 1}\n");
    ChildJvm.Result run =
        ChildJvm.running(PassesApp.class, Apps.classPath().with(Apps.micrometer()))
            .option(Apps.agent(file))
            .arguments(3, "await", "meters", "close", "meters")
            .run();

    String at = " [tag(app=shop), tag(model=SequentialBlock), tag(path=0), tag(type=Linear)]";
    assertThat(run.lines("meter "))
        .containsExactlyInAnyOrder(
            "layertap.pass [tag(app=shop), tag(model=SequentialBlock)] 3",
            "layertap.block" + at + " 3",
            "layertap.activation.mean" + at,
            "layertap.activation.min" + at,
            "layertap.activation.max" + at,
            "layertap.activation.std" + at + " 3",
            "layertap.activation.zero" + at + " 3",
            "layertap.activation.nonfinite" + at + " 0");
    assertThat(run.lines("meters ")).containsExactly("8", "0");
    assertThat(run.notes().lines())
        .containsExactly(
            "[layertap] the sink \"metrics\" keeps meters for 1 paths, its \"limit\", and for no"
                + " more");
  }

  @Test
  void withoutMicrometerThereAreBeansUntilItIsClosed() throws IOException {
    ChildJvm.Result run =
        app(configuration("  - metrics\n"), 3, "await", "beans", "close", "beans").run();

    assertThat(run.lines("bean "))
        .containsExactly(
            "dev.layertap:type=Pass,model=\"SequentialBlock\" calls 3 activations 0",
            "dev.layertap:type=Path,model=\"SequentialBlock\",path=\"0\" calls 3 activations 3",
            "dev.layertap:type=Path,model=\"SequentialBlock\",path=\"2\" calls 3 activations 3");
    assertThat(run.lines("beans ")).containsExactly("3", "0");
  }

  @Test
  void whatThereIsToKnowIsAMapOfPlainThings() {
    ChildJvm.Result awaited = app("captures=out=2;lost=nine,sinks=log", 3, "await", "facts").run();
    assertThat(awaited.lines("facts "))
        .containsExactly(
            "{kind=configuration, passes=3, captured=3, dropped=0, waiting=0, waitingBytes=0,"
                + " sampling=every pass is captured, captures={out=2=3, lost=nine=0},"
                + " unfired=[Nothing in SequentialBlock matches \"nine\" (the agent's argument).],"
                + " opaque=[], errors=[],"
                + " sinks=[{name=log, on=true, passes=3, failures=0}]}");
  }

  private Path services() throws IOException {
    Path services = Files.createDirectories(folder.resolve("own/META-INF/services"));
    Files.writeString(
        services.resolve("dev.layertap.sink.Sink"),
        "dev.layertap.agent.app.FailingSink\ndev.layertap.agent.app.StuckSink\n");
    return folder.resolve("own");
  }

  private ChildJvm appWithSinks(String argument, Object... words) throws IOException {
    return ChildJvm.running(
            PassesApp.class, Apps.classPath().with(List.of(Apps.core(), services())))
        .option(Apps.agent(argument))
        .arguments(words);
  }

  @Test
  void aSinkThatFailsIsSaidOnceAndOffAfterThreeTimes() throws IOException {
    ChildJvm.Result run = appWithSinks("captures=0,sinks=failing", 5).run();

    assertThat(run.out().lines().filter(line -> line.startsWith("result")).toList())
        .containsExactlyElementsOf(bareOutput(5).lines().toList());
    assertThat(run.out().lines().filter("closed"::equals)).hasSize(1);
    assertThat(run.notes().lines())
        .containsExactly(
            "[layertap] the sink \"failing\" failed at pass 0, and the model goes on:"
                + " java.lang.IllegalStateException: no pass 0",
            "[layertap] the sink \"failing\" is off: 3 failures in a row; the last:"
                + " java.lang.IllegalStateException: no pass 2");
  }

  @Test
  void aSinkThatNeverComesBackHoldsUpNothing() throws IOException {
    ChildJvm.Result run = appWithSinks("captures=0,sinks=stuck", 100, "facts").run();

    assertThat(run.out().lines().filter(line -> line.startsWith("result")).toList())
        .containsExactlyElementsOf(bareOutput(100).lines().toList());
    // One is being taken, 64 wait.
    assertThat(run.lines("facts ")).singleElement().asString().contains("dropped=35, waiting=64");
    assertThat(run.notes().lines())
        .containsExactly(
            "[layertap] passes come faster than the sinks take them: some are not captured. Sample"
                + " with every or rate, or capture less.",
            "[layertap] the sinks were still busy, and what waited for them is lost");
  }

  @Test
  void whatWaitsCountsInTheBudget() throws IOException {
    // A pass holds 32 bytes: two of them fill the budget, and the third does not fit whole.
    ChildJvm.Result run = appWithSinks("captures=0,sinks=stuck,budget=80", 5, "facts").run();

    assertThat(run.lines("facts "))
        .singleElement()
        .asString()
        .contains("dropped=3")
        .contains("waitingBytes=64");
  }

  @Test
  void aSinkThatIsNotThereIsSaidWithTheNearest() throws IOException {
    assertMistake("  - flies\n", "line 3: there is no sink \"flies\" (Did you mean \"files\"?).");
    assertMistake(
        "  - kafka\n", "line 3: there is no sink \"kafka\" (known: files, jfr, log, metrics).");
    assertMistake(
        "  - log\n  - log: {evry: 2}\n",
        "line 4: the sink \"log\" has no option \"evry\" (Did you mean \"every\"?).");
    assertMistake(
        "  - log: {every: 0}\n",
        "line 3: \"every\" of the sink \"log\" must be a number from 1 on, not \"0\".");
    assertMistake(
        "  - files\n",
        "line 3: the sink \"files\" wants a \"folder\"; write files: {folder: /var/lib/layertap}.");
  }

  private void assertMistake(String sinks, String message) throws IOException {
    String file = configuration(sinks);
    ChildJvm.Result run = app(file, 1).run();

    assertThat(run.out()).isEqualTo(bareOutput(1));
    assertThat(run.notes().lines())
        .containsExactly(
            "[layertap] Nothing is captured of what is configured: " + file + ", " + message);
  }
}
