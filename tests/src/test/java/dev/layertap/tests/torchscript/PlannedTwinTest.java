// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.ClassPath;
import dev.layertap.tests.apps.FirstPassesAtOnce;
import dev.layertap.tests.apps.OnlyTorchScript;
import dev.layertap.tests.apps.PlansTwin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * When a twin is written into one graph, as libtorch itself tells: it writes to stderr which
 * function it copies into which.
 */
class PlannedTwinTest {
  private static final ClassPath ALL = ClassPath.ofThisJvm();
  private static final Path AGENT = ALL.only("layertap-agent.*").entries().get(0);
  private static final Path MODEL = ModelFiles.fixture("shared-scripted");

  /** How many are loaded one after the other; their passes all find room in the queue. */
  private static final int MODELS = 12;

  private final Path folder;

  PlannedTwinTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private ChildJvm inliningSaid(ChildJvm jvm) {
    return jvm.variable("PYTORCH_JIT_LOG_LEVEL", ">>inliner")
        .option("-Dlayertap.cache=" + folder.resolve("cache"));
  }

  private ChildJvm.Result steps(String... steps) throws Exception {
    List<Object> arguments = new ArrayList<>(List.of(MODEL));
    arguments.addAll(List.of(steps));
    return inliningSaid(ChildJvm.running(PlansTwin.class, ALL))
        .option("-XX:+EnableDynamicAgentLoading")
        .arguments(arguments.toArray())
        .run();
  }

  /** The steps, and where a twin was written into something. */
  private static List<String> inlined(ChildJvm.Result result) {
    return result
        .err()
        .lines()
        .filter(line -> line.startsWith("step ") || line.contains("_layertap_run_"))
        .map(line -> line.startsWith("step ") ? line : "inlined")
        .distinct()
        .toList();
  }

  @Test
  void theFirstPassWithoutScopePlansIt() throws Exception {
    ChildJvm.Result result = steps("plain", "scope", "plain");
    assertThat(inlined(result)).containsExactly("step plain", "inlined", "step scope");
    assertThat(result.out().lines().distinct()).hasSize(2);
  }

  @Test
  void aFirstPassInScopeDoesNot() throws Exception {
    ChildJvm.Result result = steps("scope", "plain", "scope");
    assertThat(inlined(result)).containsExactly("step scope", "step plain");
    assertThat(result.out().lines().distinct())
        .containsExactlyInAnyOrderElementsOf(
            steps("plain", "scope").out().lines().distinct().toList());
  }

  @Test
  void anOptimizerThatTheAppHasSwitchedOffIsLeftAlone() throws Exception {
    assertThat(inlined(steps("off", "plain", "scope")))
        .containsExactly("step off", "step plain", "step scope");
  }

  @Test
  void passesThatAreConfiguredPlanItBeforeTheFirst() throws Exception {
    Path file = Files.writeString(folder.resolve("layertap.yaml"), "captures: [again]\n");
    ChildJvm.Result result =
        inliningSaid(ChildJvm.running(OnlyTorchScript.class, ALL.without("layertap-.*")))
            .option("-javaagent:" + AGENT + "=" + file)
            .arguments(MODEL, "3,4")
            .run();
    assertThat(inlined(result)).containsExactly("inlined");
    assertThat(result.err()).contains("pass 1 of PtSymbolBlock: again (3, 4) (3, 4)");
  }

  /** One thread plans the twin while others run it, or the original. */
  @Test
  void firstPassesOnSeveralThreadsReturnWhatTheyReturnWithoutTheAgent() throws Exception {
    Path file = Files.writeString(folder.resolve("layertap.yaml"), "captures: [again]\n");
    ChildJvm.Result without = firstPasses().run();
    ChildJvm.Result with = firstPasses().option("-javaagent:" + AGENT + "=" + file).run();

    assertThat(with.out()).isEqualTo(without.out());
    assertThat(with.err().lines().filter(line -> line.endsWith(": again (3, 4) (3, 4)")))
        .hasSize(4 * MODELS);
    assertThat(with.err()).doesNotContain("failed", "cannot");
  }

  private ChildJvm firstPasses() {
    return ChildJvm.running(FirstPassesAtOnce.class, ALL.without("layertap-.*"))
        .option("-Dlayertap.cache=" + folder.resolve("cache"))
        .arguments(MODEL, MODELS);
  }
}
