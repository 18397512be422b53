// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.homes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.ClassPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Apps with a {@code module-info} that opens nothing: the same classes on a class path must show
 * the same.
 */
class ModulePathTest {
  private static final ClassPath DJL = ModularApps.DJL;
  private static final ClassPath NATIVE = ModularApps.NATIVE;
  private static final ClassPath LAYERTAP = ModularApps.LAYERTAP;

  private static final Pattern SCOPES_OUTPUT =
      Pattern.compile(ModularApps.OUTPUT + "comp at first \\[1\\.76.*", Pattern.DOTALL);

  private static Path modules;

  private final Path folder;

  ModulePathTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void compile(@TempDir Path into) {
    ModularApps.compile(into);
    modules = into;
  }

  private static ChildJvm onTheClassPath(String app, ClassPath more) {
    ClassPath all = DJL.with(NATIVE.entries()).with(more.entries());
    return ChildJvm.running(app + ".Main", all.with(List.of(modules.resolve(app))));
  }

  private static ChildJvm onTheModulePath(String app, ClassPath more) {
    ClassPath all = DJL.with(more.entries()).with(List.of(modules.resolve(app)));
    return ChildJvm.runningModule(app + "/" + app + ".Main", all, NATIVE);
  }

  static Stream<Arguments> cores() {
    return Stream.of(
        Arguments.of("no core", Homes.NOTHING), Arguments.of("a core of its own", LAYERTAP));
  }

  @ParameterizedTest
  @MethodSource("cores")
  void aConfigurationCapturesTheSameInAModule(String what, ClassPath core) throws Exception {
    Path flat = folder.resolve("flat");
    Path modular = folder.resolve("modular");
    ChildJvm.Result expected =
        onTheClassPath("app.plain", core).option(agent("log;files(folder=" + flat + ")")).run();
    ChildJvm.Result result =
        onTheModulePath("app.plain", core)
            .option(agent("log;metrics;jfr;files(folder=" + modular + ")"))
            .run();
    String withoutAgent = onTheClassPath("app.plain", core).run().out();
    assertThat(withoutAgent).matches(ModularApps.OUTPUT);
    assertThat(result.out()).isEqualTo(expected.out()).isEqualTo(withoutAgent);
    assertThat(Homes.said(result.err()))
        .containsExactlyElementsOf(Homes.said(expected.err()))
        .containsExactly(
            "[layertap] pass 0 of Net: in (1, 4), every (1, 8) (1, 8) (1, 2), hidden (1, 8)");
    assertThat(values(modular)).isEqualTo(values(flat)).contains("\"path\":\"hidden\"");
    assertThat(elements(modular)).isEqualTo(elements(flat)).isNotEmpty();
  }

  private static String agent(String sinks) {
    return Homes.agent("captures=hidden;in=first take input;every=**,sinks=" + sinks);
  }

  /** What the index says of each value; what stands before is of the run. */
  private static String values(Path files) throws IOException {
    return Files.readString(files.resolve("index.jsonl")).replaceFirst("(?s).*\"values\":", "");
  }

  /** What stands behind the header, whose length the file begins with. */
  private static byte[] elements(Path files) throws IOException {
    try (Stream<Path> all = Files.list(files)) {
      Path shard =
          all.filter(file -> file.toString().endsWith(".safetensors")).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(shard);
      long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
      return Arrays.copyOfRange(bytes, Long.BYTES + Math.toIntExact(header), bytes.length);
    }
  }

  @Test
  void aScopeInAModuleSeesWhatIsAnnotatedAndWhatOnlyAPrivateFieldKnows() {
    String agent = Homes.agent("captures=relu=hidden");
    ChildJvm.Result expected = onTheClassPath("app.scopes", LAYERTAP).option(agent).run();
    ChildJvm.Result result = onTheModulePath("app.scopes", LAYERTAP).option(agent).run();
    assertThat(result.out())
        .isEqualTo(expected.out())
        .matches(SCOPES_OUTPUT)
        .contains("\nrelu at hidden [1.76");
  }

  @Test
  void aModuleAttachesTheAgentThatIsAModuleToo() {
    ChildJvm.Result result =
        onTheModulePath("app.scopes", LAYERTAP.with(List.of(Homes.agentJar())))
            .option("-XX:+EnableDynamicAgentLoading")
            .run();
    assertThat(result.out()).matches(SCOPES_OUTPUT);
    assertThat(result.status()).isZero();
  }
}
