// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.ClassPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever way a model is loaded, the app sees the original, and a scope sees inside. */
class TorchScriptLoadingTest {
  private static ModelFiles files;
  private static Path written;

  /** What an app sees in a JVM without Layertap. */
  private static Map<String, String> original;

  @BeforeAll
  static void askAJvmWithoutLayertap(@TempDir Path folder) throws Exception {
    files = ModelFiles.in(Files.createDirectory(folder.resolve("models")));
    ChildJvm.Result child =
        ChildJvm.running(LoadingFacts.class, ClassPath.ofThisJvm().without("layertap-.*"))
            .arguments(files.folder(), folder.resolve("original"))
            .run();
    assertThat(child.status()).as(child.err()).isZero();
    original =
        child
            .out()
            .lines()
            .map(line -> line.split("=", 2))
            .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    written = folder.resolve("written");
    Layertap.open().close();
  }

  @ParameterizedTest
  @EnumSource
  void anAppSeesTheOriginalAndAScopeSeesInside(LoadingWay way) throws Exception {
    try (Model model = way.load(files)) {
      try (CaptureScope scope = Layertap.on(model).open("layer1.0.bn1", "type:Conv2d", ".")) {
        assertThat(LoadingFacts.of(model)).isEqualTo(original.get(way.name()));
        assertThat(scope.internalErrors()).isEmpty();
        // What was not loaded to be trained fails in the second pass, as it does without us.
        int passes = original.getOrDefault(way.name(), "").contains("EngineException") ? 2 : 3;
        assertThat(scope.all("layer1.0.bn1")).hasSize(passes);
        assertThat(scope.all("type:Conv2d")).hasSize(4 * passes);
        assertThat(scope.passCount()).isEqualTo(3);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAppSeesTheOriginalWhileNoScopeIsOpen(LoadingWay way) throws Exception {
    try (Model model = way.load(files)) {
      assertThat(LoadingFacts.of(model)).isEqualTo(original.get(way.name()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSavedModelIsTheOriginalWithItsPresentWeights(LoadingWay way) throws Exception {
    assertThat(LoadingFacts.saved(way, files, written)).isEqualTo(original.get(way + " saved"));
  }

  @ParameterizedTest
  @EnumSource
  void anErrorIsTheOriginalsInsideOfAScopeAndOutside(FailingApp app) {
    assertThat(message(app)).isEqualTo(original.get(app.name()));
    try (CaptureScope scope = Layertap.open("**")) {
      assertThat(message(app)).isEqualTo(original.get(app.name()));
      assertThat(scope.internalErrors()).isEmpty();
    }
  }

  /** libtorch shows some lines of code below the one that failed, and ours may follow there. */
  private static String message(FailingApp app) {
    return app.message(files).replace("|  _layertap_slot : int|", "|");
  }
}
