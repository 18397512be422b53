// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.ClassPath;
import dev.layertap.tests.apps.InChildLoader;
import dev.layertap.tests.apps.LoadsThenOpens;
import dev.layertap.tests.apps.LoadsTorchScriptModel;
import dev.layertap.tests.apps.OnlyTorchScript;
import dev.layertap.torchscript.run.EngineHooks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole apps with TorchScript models, in JVMs of their own. */
class TorchScriptAppsTest {
  private static final ClassPath ALL = ClassPath.ofThisJvm();
  private static final ClassPath WITHOUT_LAYERTAP = ALL.without("layertap-.*");
  private static final Path AGENT = ALL.only("layertap-agent.*").entries().get(0);
  private static final Path MODEL = ModelFiles.fixture("shared-scripted");

  private final Path folder;

  TorchScriptAppsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private String agent() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("layertap.yaml"), "captures: [again, 'type:Linear', nothing]\n");
    return "-javaagent:" + AGENT + "=" + file;
  }

  private ChildJvm withCache(ChildJvm jvm) {
    return jvm.option("-Dlayertap.cache=" + folder.resolve("cache"));
  }

  private static ChildJvm onlyModel() {
    return ChildJvm.running(OnlyTorchScript.class, WITHOUT_LAYERTAP).arguments(MODEL, "3,4");
  }

  private static List<String> said(ChildJvm.Result result) {
    return result.notes().lines().filter(line -> !line.startsWith("[W")).toList();
  }

  private static final Predicate<String> COPY =
      Pattern.compile("[0-9a-f]{64}\\.pt").asMatchPredicate();

  private static List<String> namesIn(Path cache) throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static String summary(int pass) {
    return "[layertap] pass "
        + pass
        + " of PtSymbolBlock: first.0 (3, 4) (3, 4), second.0 (3, 4) (3, 4), again (3, 4) (3, 4),"
        + " nothing matches \"nothing\"";
  }

  @Test
  void aConfigurationSeesInsideInAnAppWithoutLayertapAndTwoJvmsMaySeeAtOnce() throws Exception {
    ChildJvm.Result plain = onlyModel().run();
    String agent = agent();
    List<CompletableFuture<ChildJvm.Result>> runs =
        Stream.of(1, 2)
            .map(
                i ->
                    CompletableFuture.supplyAsync(() -> withCache(onlyModel()).option(agent).run()))
            .toList();
    for (CompletableFuture<ChildJvm.Result> run : runs) {
      assertThat(run.get().out()).isEqualTo(plain.out()).hasLineCount(2);
      assertThat(said(run.get())).containsExactly(summary(0), summary(1));
    }
    assertThat(namesIn(folder.resolve("cache"))).hasSize(2).contains("in-use").anyMatch(COPY);
  }

  @Test
  void aConfigurationSeesInsideOfAnAppInALoaderOfItsOwn() throws Exception {
    ChildJvm.Result result =
        withCache(ChildJvm.running(InChildLoader.class, ALL.only("test-classes")))
            .option(agent())
            .arguments(WITHOUT_LAYERTAP, OnlyTorchScript.class.getName(), MODEL, "3,4")
            .run();
    assertThat(said(result)).containsExactly(summary(0), summary(1));
  }

  @Test
  void aCacheThatIsAFileIsSaidOnceAndTheModelRuns() throws Exception {
    Path file = Files.createFile(folder.resolve("cache"));
    ChildJvm.Result result = withCache(onlyModel()).option(agent()).run();
    assertThat(result.out()).isEqualTo(onlyModel().run().out());
    assertThat(said(result)).hasSize(3);
    assertThat(said(result).get(0))
        .isEqualTo(
            "[layertap] "
                + MODEL.toAbsolutePath()
                + " is loaded as it is, and its modules stay closed: the cache folder "
                + file
                + " cannot be written (java.nio.file.FileAlreadyExistsException: "
                + file
                + "); -Dlayertap.cache=FOLDER or LAYERTAP_CACHE names another");
  }

  @Test
  void theConfigurationNamesTheCache() throws Exception {
    Path cache = folder.resolve("of the file");
    Path file =
        Files.writeString(
            folder.resolve("layertap.yaml"), "captures: [again]\ncache: " + cache + "\n");
    ChildJvm.Result result = onlyModel().option("-javaagent:" + AGENT + "=" + file).run();
    assertThat(said(result))
        .hasSize(2)
        .first()
        .isEqualTo("[layertap] pass 0 of PtSymbolBlock: again (3, 4) (3, 4)");
    assertThat(namesIn(cache)).hasSize(2).contains("in-use").anyMatch(COPY);
  }

  @Test
  void theConfigurationNamesTheCacheOfModelsThatCodeLoadsToo() throws Exception {
    Path cache = folder.resolve("of the file");
    Path file = Files.writeString(folder.resolve("layertap.yaml"), "cache: " + cache + "\n");
    ChildJvm.Result result =
        ChildJvm.running(LoadsTorchScriptModel.class, ALL)
            .option("-javaagent:" + AGENT + "=" + file)
            .arguments(MODEL)
            .run();
    assertThat(result.out()).isEqualTo("[forward]\n");
    assertThat(namesIn(cache)).hasSize(2).contains("in-use").anyMatch(COPY);
  }

  @Test
  void withoutACacheModulesAreSeenAndNothingStays() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    ChildJvm.Result result =
        onlyModel().option(agent() + ",cache=off").option("-Djava.io.tmpdir=" + temporary).run();
    assertThat(said(result)).containsExactly(summary(0), summary(1));
    assertThat(result.out()).isEqualTo(onlyModel().run().out());
    assertThat(namesIn(temporary)).noneMatch(name -> name.startsWith("layertap"));
  }

  /** An app whose TorchScript part lacks all but one class. */
  private ChildJvm withoutMostOfTheTorchScriptPart() throws Exception {
    String entry = EngineHooks.class.getName().replace('.', '/') + ".class";
    Path torn = folder.resolve("torn").resolve(entry);
    Files.createDirectories(torn.getParent());
    try (InputStream in = EngineHooks.class.getResourceAsStream("/" + entry)) {
      Files.copy(requireNonNull(in), torn);
    }
    ClassPath classPath =
        ALL.without("layertap-(agent|torchscript).*").with(List.of(folder.resolve("torn")));
    return ChildJvm.running(OnlyTorchScript.class, classPath).arguments(MODEL, "3,4");
  }

  private static final String CANNOT_START =
      "TorchScript models stay closed. java.lang.NoClassDefFoundError:"
          + " dev/layertap/torchscript/run/";

  @Test
  void aTorchScriptPartThatCannotStartIsSaidOnceAndTheModelRuns() throws Exception {
    ChildJvm.Result result = withoutMostOfTheTorchScriptPart().option("-javaagent:" + AGENT).run();
    assertThat(result.out()).isEqualTo(onlyModel().run().out());
    assertThat(said(result)).singleElement().asString().startsWith("[layertap] " + CANNOT_START);
  }

  @Test
  void whereErrorsAreFatalATorchScriptPartThatCannotStartEndsTheLoading() throws Exception {
    ChildJvm.Result result =
        withoutMostOfTheTorchScriptPart().option("-javaagent:" + AGENT + "=strict=true").run();
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .contains(
            "Exception in thread \"main\" java.lang.IllegalStateException: " + CANNOT_START,
            "at ai.djl.Model.load",
            "at dev.layertap.tests.apps.OnlyTorchScript.main");
  }

  @Test
  void aModelThatWasLoadedBeforeTheAgentCameIsClosedWithThatReason() throws Exception {
    ChildJvm.Result result =
        withCache(ChildJvm.running(LoadsThenOpens.class, ALL))
            .option("-XX:+EnableDynamicAgentLoading")
            .arguments(MODEL)
            .run();
    assertThat(result.notes()).doesNotContain("[layertap]");
    String closed =
        """
        Nothing in PtSymbolBlock matches "again" (open(...)).
        Opaque: the root (PtSymbolBlock), an imported model, which DJL runs as one block (a TorchScript model can be seen into if the agent and layertap-torchscript are there before it is loaded).
        Layertap.tree(model) prints all paths.
        """;
    assertThat(result.out())
        .isEqualTo(
            closed
                + "[again, pass 0, call 0: (1, 4) float32, again, pass 0, call 1: (1, 4) float32]\n"
                + closed);
  }

  @Test
  void aRecordingHasTheTimeOfTheModelAndNotOfItsModules() throws Exception {
    Path recording = folder.resolve("run.jfr");
    ChildJvm.Result run =
        withCache(onlyModel())
            .option("-javaagent:" + AGENT + "=captures=.;again,sinks=jfr")
            .option(
                "-XX:StartFlightRecording:filename="
                    + recording
                    + ",+dev.layertap.Block#enabled=true")
            .run();
    assertThat(run.status()).isZero();
    assertThat(RecordingFile.readAllEvents(recording))
        .filteredOn(event -> event.getEventType().getName().equals("dev.layertap.Block"))
        .map(event -> event.getString("path"))
        .containsExactly("", "");
  }
}
