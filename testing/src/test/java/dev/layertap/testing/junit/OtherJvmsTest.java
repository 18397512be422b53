// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.ClassPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What cannot be seen in a JVM that has the agent, and this project's versions of JUnit. */
class OtherJvmsTest {
  private static ChildJvm.Result run(ClassPath classPath, Class<?>... tests) {
    return ChildJvm.running(JUnitLauncher.class, classPath)
        .option("-XX:+EnableDynamicAgentLoading")
        .arguments(Stream.of(tests).map(Class::getName).toArray())
        .run();
  }

  private static ClassPath ofTheOldestVersions() throws IOException {
    try (Stream<Path> jars = Files.list(Path.of("target", "oldest-versions"))) {
      List<Path> oldest = jars.map(Path::toAbsolutePath).sorted().toList();
      assertThat(oldest)
          .extracting(jar -> jar.getFileName().toString())
          .contains("assertj-core-3.24.2.jar", "junit-jupiter-api-5.9.3.jar");
      return ClassPath.ofThisJvm()
          .without("(assertj-core|junit-jupiter|junit-platform)-.*\\.jar")
          .with(oldest);
    }
  }

  @Test
  void theOldestVersionsOfJUnitAndAssertJAreEnough() throws IOException {
    ChildJvm.Result result =
        run(
            ofTheOldestVersions(),
            Cases.Adding.class,
            Cases.ComposedTwice.class,
            Cases.Templates.class,
            Cases.Parallel.class,
            Cases.SharedField.class,
            Cases.Unfired.class,
            Cases.Soft.class);
    assertThat(result.lines("passed ")).as(result.err()).hasSize(18);
    assertThat(result.lines("failed "))
        .satisfiesExactlyInAnyOrder(
            text -> assertThat(text).contains("share its instance (PER_CLASS)"),
            text -> assertThat(text).contains("Expecting all captures to have fired"),
            text -> assertThat(text).contains("its own"));
  }

  @Test
  void aModelThatAFieldLoadsIsSeenIntoIfTheInstanceLivesForAllTests() {
    ChildJvm.Result result = run(ClassPath.ofThisJvm(), Cases.LoadedByAField.class);
    assertThat(result.lines("failed ")).as(result.err()).isEmpty();
    assertThat(result.lines("passed ")).containsExactly("isSeenInto(CaptureScope)");
  }
}
