// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.ClassPath;
import dev.layertap.tests.apps.AnnotatedModel;
import dev.layertap.tests.apps.EndsInForward;
import dev.layertap.tests.apps.InChildLoader;
import dev.layertap.tests.apps.OnlyModel;
import dev.layertap.tests.apps.OpensScope;
import dev.layertap.tests.apps.OverwritesModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The finished jars, in JVMs of their own. */
class AttachTest {
  private static final ClassPath ALL = ClassPath.ofThisJvm();
  private static final ClassPath WITHOUT_AGENT = ALL.without("layertap-agent.*");
  private static final ClassPath WITHOUT_LAYERTAP = ALL.without("layertap-.*");
  private static final Path AGENT = ALL.only("layertap-agent.*").entries().get(0);
  private static final ClassPath TESTS = ALL.only("test-classes");

  @TempDir Path folder;

  private Path configuration(String text) throws Exception {
    return Files.writeString(folder.resolve("layertap.yaml"), text);
  }

  /** Without libtorch's own warnings, which stand there with us and without. */
  private static String said(ChildJvm.Result result) {
    return result
        .notes()
        .lines()
        .filter(line -> !line.startsWith("[W"))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private static ChildJvm onlyModel() {
    return ChildJvm.running(OnlyModel.class, WITHOUT_LAYERTAP);
  }

  @Test
  void aConfigurationCapturesInAnAppWithoutACore() throws Exception {
    Path file = configuration("captures:\n  - hidden: '0'\n  - '2'\n  - '9'\n");
    ChildJvm.Result plain = onlyModel().run();
    ChildJvm.Result result = onlyModel().option("-javaagent:" + AGENT + "=" + file).run();
    assertThat(said(result))
        .isEqualTo(
            """
            [layertap] pass 0 of SequentialBlock: hidden (1, 8), 2 (1, 2), nothing matches "9"
            [layertap] pass 1 of SequentialBlock: hidden (1, 8), 2 (1, 2), nothing matches "9"
            """);
    assertThat(result.out()).isEqualTo(plain.out()).hasLineCount(2);
    assertThat(said(plain)).isEmpty();
  }

  @Test
  void aConfigurationCapturesInAnAppThatHasACore() throws Exception {
    Path file = configuration("captures: ['0']\n");
    ChildJvm.Result result =
        ChildJvm.running(OnlyModel.class, WITHOUT_AGENT)
            .option("-javaagent:" + AGENT + "=" + file)
            .run();
    assertThat(said(result))
        .startsWith("[layertap] pass 0 of SequentialBlock: 0 (1, 8)\n")
        .hasLineCount(2);
  }

  @Test
  void anAppInALoaderOfItsOwnIsCapturedByConfiguration() throws Exception {
    Path file = configuration("captures: ['0']\n");
    ChildJvm.Result result =
        ChildJvm.running(InChildLoader.class, TESTS)
            .option("-javaagent:" + AGENT + "=" + file)
            .arguments(WITHOUT_LAYERTAP, OnlyModel.class.getName())
            .run();
    assertThat(said(result))
        .startsWith("[layertap] pass 0 of SequentialBlock: 0 (1, 8)\n")
        .hasLineCount(2);
    assertThat(result.out()).hasLineCount(2);
  }

  @Test
  void anAppInALoaderOfItsOwnCapturesInCode() throws Exception {
    ChildJvm.Result result =
        ChildJvm.running(InChildLoader.class, TESTS)
            .option("-javaagent:" + AGENT)
            .arguments(WITHOUT_AGENT, OpensScope.class.getName(), "lin=0")
            .run();
    assertThat(result.out()).isEqualTo("lin (1, 2)\n");
    assertThat(said(result)).isEmpty();
  }

  @Test
  void anAppInALoaderOfItsOwnAttachesTheAgentItself() throws Exception {
    ChildJvm.Result result =
        ChildJvm.running(InChildLoader.class, TESTS)
            .option("-XX:+EnableDynamicAgentLoading")
            .arguments(ALL, OpensScope.class.getName(), "lin=0")
            .run();
    assertThat(result.out()).isEqualTo("lin (1, 2)\n");
  }

  @Test
  void aScopeWithoutAnyAgentSaysHowToGetOne() throws Exception {
    ChildJvm.Result result = ChildJvm.running(OpensScope.class, WITHOUT_AGENT).arguments("0").run();
    assertThat(result.out())
        .isEqualTo(
            "The Layertap agent is not running. Start the JVM with -javaagent:layertap-agent.jar,"
                + " or put dev.layertap:layertap-agent on the class path, so that it can attach"
                + " itself.\n");
  }

  @Test
  void aDamagedConfigurationStopsNothing() throws Exception {
    Path file = configuration("captures: ['(layer1.bn', 'x']\n");
    ChildJvm.Result result = onlyModel().option("-javaagent:" + AGENT + "=" + file).run();
    assertThat(result.out()).hasLineCount(2);
    assertThat(said(result))
        .isEqualTo(
            "[layertap] Nothing is captured of what is configured: "
                + file
                + ", line 1: Cannot read the selector \"(layer1.bn\" at column 1: this \"(\" is"
                + " never closed\n");
  }

  @Test
  void aScopeWithoutArgumentsTakesWhatIsConfigured() throws Exception {
    Path file = configuration("captures:\n  - lin: '0'\n");
    ChildJvm.Result result =
        ChildJvm.running(OpensScope.class, WITHOUT_AGENT)
            .option("-javaagent:" + AGENT + "=" + file)
            .run();
    assertThat(result.out()).isEqualTo("lin (1, 2)\n");
    // The pass belongs to the scope in code, so there is no summary of its own.
    assertThat(said(result)).isEmpty();
  }

  private static ChildJvm opensScope(String argument) {
    return ChildJvm.running(OpensScope.class, WITHOUT_AGENT)
        .option("-javaagent:" + AGENT + "=" + argument);
  }

  @Test
  void aScopeWithoutArgumentsTakesWhatTheConfigurationTakes() {
    ChildJvm.Result result = opensScope("captures=lin=0 take input mean(1)").run();
    assertThat(result.out()).isEqualTo("lin (1)\n");
    assertThat(said(result)).isEmpty();
  }

  @Test
  void aScopeWithoutArgumentsHasTheConfiguredBudget() {
    assertThat(opensScope("captures=lin=0,budget=7").run().out())
        .isEqualTo("over the budget, so nothing more was captured\n");
    assertThat(opensScope("captures=lin=0,budget=8").run().out()).isEqualTo("lin (1, 2)\n");
  }

  private static ChildJvm annotatedModel(String argument) {
    return ChildJvm.running(AnnotatedModel.class, WITHOUT_AGENT)
        .option("-javaagent:" + AGENT + "=" + argument);
  }

  @Test
  void aConfigurationMayTakeWhatIsAnnotated() {
    // These tests are compiled without the annotation processor, and that is said too.
    String unprocessed =
        "[layertap] The annotation processor did not run when"
            + " dev.layertap.tests.apps.AnnotatedModel$Outer was compiled, or an uber jar lost its"
            + " list: its captures work, but their mistakes are found only now, and nothing lists them. Put"
            + " dev.layertap:layertap-processor on the compiler's processor path (JDK 23 and newer"
            + " run none from the class path), and have an uber jar join META-INF/layertap/captures.\n";
    ChildJvm.Result alone = annotatedModel("annotated=true").run();
    assertThat(said(alone))
        .isEqualTo(unprocessed + "[layertap] pass 0 of Outer: comp (1, 2), mean (1)\n");
    assertThat(alone.out()).isEqualTo("ran\n");

    assertThat(said(annotatedModel("annotated=true,captures=0,strict=true").run()))
        .isEqualTo(unprocessed + "[layertap] pass 0 of Outer: 0 (1, 8), comp (1, 2), mean (1)\n");
    assertThat(said(annotatedModel("captures=0").run()))
        .isEqualTo("[layertap] pass 0 of Outer: 0 (1, 8)\n");
  }

  @Test
  void aScopeThatWantsWhatIsConfiguredIsThrownTheConfigurationsMistake() {
    String mistake =
        "The configuration is not used: unknown key \"captres\" in the agent's argument (did you"
            + " mean \"captures\"?).\n";
    ChildJvm.Result wanting = opensScope("captres=0").run();
    assertThat(wanting.out()).isEqualTo(mistake);
    assertThat(said(wanting)).isEqualTo("[layertap] " + mistake);

    assertThat(opensScope("captres=0").arguments("lin=0").run().out()).isEqualTo("lin (1, 2)\n");

    ChildJvm.Result attached =
        ChildJvm.running(OpensScope.class, ALL)
            .option("-XX:+EnableDynamicAgentLoading")
            .option("-Dlayertap.captures=;")
            .run();
    assertThat(attached.out())
        .isEqualTo(
            "The configuration is not used: the system property layertap.captures names nothing; it"
                + " is written maxpool;comp=layer3.0.downsample.1.\n");
  }

  @Test
  void aScopeSaysWhatSwitchedLayertapOff() {
    assertThat(opensScope("enabled=false").arguments("0").run().out())
        .isEqualTo(
            "Layertap is switched off by enabled=false from the agent's argument; nothing can be"
                + " captured until that is changed.\n");
    ChildJvm.Result attached =
        ChildJvm.running(OpensScope.class, ALL)
            .option("-XX:+EnableDynamicAgentLoading")
            .option("-Dlayertap.enabled=false")
            .arguments("0")
            .run();
    assertThat(attached.out())
        .isEqualTo(
            "Layertap is switched off by enabled=false from the system property layertap.enabled;"
                + " nothing can be captured until that is changed.\n");
    assertThat(said(attached)).isEmpty();
  }

  @Test
  void aStrictConfigurationWithAMistakeIsThrownAtTheScopeThatAttachesTheAgent() {
    ChildJvm.Result result =
        ChildJvm.running(OpensScope.class, ALL)
            .option("-XX:+EnableDynamicAgentLoading")
            .option("-Dlayertap.strict=true")
            .variable("LAYERTAP_BUDGT", "1")
            .arguments("0")
            .run();
    assertThat(result.out())
        .isEqualTo(
            "The configuration cannot be used, and strict=true: unknown environment variable"
                + " LAYERTAP_BUDGT (did you mean \"LAYERTAP_BUDGET\"?).\n");
    assertThat(said(result)).isEmpty();
  }

  @Test
  void anAppMayEndItselfInTheMiddleOfAPassThatIsCaptured() {
    ChildJvm.Result result =
        ChildJvm.running(EndsInForward.class, WITHOUT_LAYERTAP)
            .option("-javaagent:" + AGENT + "=captures=0")
            .run();
    assertThat(result.out()).isEqualTo("the end\n");
    assertThat(result.status()).isEqualTo(7);
  }

  @Test
  void aReferenceThatWasOverwrittenBeforeTheSinksReadItIsOpaque() throws Exception {
    Path files = folder.resolve("files");
    ChildJvm.Result result =
        ChildJvm.running(OverwritesModel.class, WITHOUT_LAYERTAP)
            .option("-javaagent:" + AGENT + "=captures=lin=0 take reference")
            .option("-Dlayertap.sinks=files(folder=" + files + ")")
            .run();
    assertThat(result.out()).isEqualTo("1 arrays\n");
    assertThat(Files.readString(files.resolve("index.jsonl")))
        .contains("lin = 0, pass 0, call 0 was overwritten after it was captured");
  }
}
