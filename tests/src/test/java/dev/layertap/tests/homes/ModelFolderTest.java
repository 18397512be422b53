// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.homes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.ClassPath;
import dev.layertap.tests.apps.FolderModel;
import dev.layertap.tests.apps.FolderScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Blocks that DJL finds beside a model's files and loads with a loader of its own. */
class ModelFolderTest {
  private static final ClassPath APP =
      Homes.TESTS.with(Homes.DJL.entries()).with(Homes.ENGINE.entries());

  private static Path compiled;

  private final Path folder;

  ModelFolderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void compile(@TempDir Path into) {
    ModularApps.compile(into);
    compiled = into;
  }

  /** How a model's folder may bring its blocks. */
  enum Kind {
    CLASSES,
    JAR
  }

  private static Path fill(Path model, String app, Kind kind) throws IOException {
    Path classes = compiled.resolve(app);
    Files.createDirectory(model);
    Files.writeString(
        model.resolve("serving.properties"),
        "blockFactory=" + app + ".NetFactory\noption.hasParameter=false\n");
    try (Stream<Path> files = Files.walk(classes);
        ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(jarOf(model, kind)))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = classes.relativize(file).toString().replace('\\', '/');
        jar.putNextEntry(new ZipEntry(name));
        Files.copy(file, jar);
        if (kind == Kind.CLASSES) {
          Path copy = model.resolve("classes").resolve(name);
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
    return model;
  }

  /** Where a jar goes: DJL sees those in the model's folder only. */
  private static Path jarOf(Path model, Kind kind) throws IOException {
    return kind == Kind.JAR
        ? model.resolve("blocks.jar")
        : Files.createDirectory(model.resolve("unseen")).resolve("blocks.jar");
  }

  static Stream<Arguments> homes() {
    return Stream.of(Kind.values())
        .flatMap(
            kind ->
                Stream.of(
                    Arguments.of(kind, "no core", Homes.NOTHING),
                    Arguments.of(kind, "a core of its own", Homes.LAYERTAP)));
  }

  @ParameterizedTest
  @MethodSource("homes")
  void aConfigurationCapturesInBlocksOfTheModelsFolder(Kind kind, String what, ClassPath core)
      throws Exception {
    Path model = fill(folder.resolve("model"), "app.plain", kind);
    ChildJvm.Result result =
        ChildJvm.running(FolderModel.class, APP.with(core.entries()))
            .option(Homes.agent("captures=hidden;in=first take input;every=**"))
            .arguments(model)
            .run();
    assertThat(result.out()).isEqualTo(withoutAgent(model));
    assertThat(Homes.said(result.err()))
        .containsExactly(
            "[layertap] pass 0 of Net: in (1, 4), every (1, 8) (1, 8) (1, 2), hidden (1, 8)");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aScopeOfTheAppSeesWhatIsAnnotatedInBlocksOfTheModelsFolder(Kind kind) throws Exception {
    Path model = fill(folder.resolve("model"), "app.scopes", kind);
    ChildJvm.Result result =
        ChildJvm.running(FolderScope.class, APP.with(Homes.LAYERTAP.entries()))
            .option(Homes.agent("captures=relu=hidden"))
            .arguments(model)
            .run();
    assertThat(result.out()).isEqualTo(withoutAgent(model) + "comp (1, 8), relu (1, 8)\n");
  }

  /** What this machine's processor makes of the model. */
  private static String withoutAgent(Path model) {
    String output =
        ChildJvm.running(FolderModel.class, APP.with(Homes.LAYERTAP.entries()))
            .arguments(model)
            .run()
            .out();
    assertThat(output).matches(ModularApps.OUTPUT);
    return output;
  }
}
