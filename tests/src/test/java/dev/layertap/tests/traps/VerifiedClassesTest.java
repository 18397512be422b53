// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.traps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.ClassPath;
import dev.layertap.tests.apps.InChildLoader;
import dev.layertap.tests.apps.ManyBlocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Woven classes pass the JVM's verifier, whichever loader they come from and whenever woven. */
class VerifiedClassesTest {
  private static final ClassPath ALL = ClassPath.ofThisJvm();
  private static final ClassPath WITHOUT_AGENT = ALL.without("layertap-agent.*");
  private static final ClassPath TESTS = ALL.only("test-classes");
  private static final Path AGENT = ALL.only("layertap-agent.*").entries().get(0);

  private static void assertThatItRuns(ChildJvm app, Path folder) throws IOException {
    Path log = folder.resolve("verified.log");
    ChildJvm.Result result =
        app.option("-XX:+UnlockDiagnosticVMOptions")
            .option("-XX:+BytecodeVerificationLocal")
            .option("-XX:+BytecodeVerificationRemote")
            .option("-Xlog:class+init=info:file=" + log)
            .run();
    assertThat(result.out())
        .as(result.err())
        .isEqualTo(
            """
            2 0 (2, 3, 4) (2, 3, 4), 1 (2, 3, 4) (2, 3, 4), 2 (2, 3, 4) (2, 3, 4), 3 (6, 4) (6, 4), 4 (2, 3, 4) (2, 3, 4), . (2, 3, 4) (2, 3, 4)
            []
            """);
    assertThat(Files.readString(log))
        .contains(
            "Start class verification for: ai.djl.nn.AbstractBaseBlock\n",
            "End class verification for: ai.djl.nn.AbstractBaseBlock\n",
            "Start class verification for: java.lang.$LayertapBridge\n")
        .doesNotContain("VerifyError");
  }

  @Test
  void asTheyAreLoaded(@TempDir Path folder) throws IOException {
    assertThatItRuns(
        ChildJvm.running(ManyBlocks.class, WITHOUT_AGENT).option("-javaagent:" + AGENT), folder);
  }

  @Test
  void inALoaderOfTheAppsOwn(@TempDir Path folder) throws IOException {
    assertThatItRuns(
        ChildJvm.running(InChildLoader.class, TESTS)
            .option("-javaagent:" + AGENT)
            .arguments(WITHOUT_AGENT, ManyBlocks.class.getName()),
        folder);
  }

  @Test
  void whenTheyAreLoadedAlready(@TempDir Path folder) throws IOException {
    assertThatItRuns(
        ChildJvm.running(ManyBlocks.class, ALL).option("-XX:+EnableDynamicAgentLoading"), folder);
  }

  @Test
  void whenTheyAreLoadedAlreadyByALoaderOfTheAppsOwn(@TempDir Path folder) throws IOException {
    assertThatItRuns(
        ChildJvm.running(InChildLoader.class, TESTS)
            .option("-XX:+EnableDynamicAgentLoading")
            .arguments(ALL, ManyBlocks.class.getName()),
        folder);
  }
}
