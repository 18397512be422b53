// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javapoet.JavaFile;
import dev.layertap.index.CaptureIndex;
import dev.layertap.take.Take;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A compiler of its own, of the JDK under test, with what a build puts on its processor path. */
class ProcessorPathTest {
  private static final String PROCESSOR_PATH =
      Stream.of(CaptureProcessor.class, Take.class, JavaFile.class)
          .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
          .collect(Collectors.joining(File.pathSeparator));

  private final Path folder;

  ProcessorPathTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private record Result(int status, String said) {}

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name + ".java"), text);
  }

  private Path output() {
    return folder.resolve("classes");
  }

  private Result javac(String classPath, String... arguments) throws Exception {
    String java =
        System.getProperty("layertap.test.java", System.getProperty("java.home") + "/bin/java");
    List<String> command =
        new ArrayList<>(List.of(Path.of(java).resolveSibling("javac").toString()));
    command.addAll(
        List.of("-d", output().toString(), "-cp", classPath + File.pathSeparator + output()));
    command.addAll(Arrays.asList(arguments));
    Files.createDirectories(output());
    Path said = folder.resolve("said");
    int status =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start()
            .waitFor();
    return new Result(status, Files.readString(said));
  }

  private static String withoutProcessor() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(
            entry -> entry.contains("ai/djl") || entry.contains("core") || entry.contains("slf4j"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private void writeNets() throws IOException {
    write("First", net("First", "one", "float16 mean(2, 3)"));
    write("Second", net("Second", "two", ""));
  }

  private static String net(String name, String capture, String take) {
    return """
        public class %s extends ai.djl.nn.SequentialBlock {
          @dev.layertap.annotation.Capture(value = "%s", take = "%s")
          ai.djl.nn.Block child = new ai.djl.nn.SequentialBlock();
          { add(child); }
        }
        """
        .formatted(name, capture, take);
  }

  @Test
  void theProcessorNeedsItsOwnJarCoreAndJavapoetOnly() throws Exception {
    writeNets();
    Result result =
        javac(withoutProcessor(), "-processorpath", PROCESSOR_PATH, "First.java", "Second.java");
    assertThat(result).isEqualTo(new Result(0, ""));
    assertThat(output().resolve(CaptureIndex.RESOURCE))
        .hasContent(
            """
            # layertap captures 1
            field First#child one float16 mean(2, 3)
            field Second#child two
            """);
    assertThat(output().resolve("SecondCaptures.class")).exists();
  }

  @Test
  void aTakeWithTypesIsCheckedWhereThereIsNoDjl() throws Exception {
    write("First", net("First", "one", "reference float16"));
    Result result = javac(withoutProcessor(), "-processorpath", PROCESSOR_PATH, "First.java");
    assertThat(result.said())
        .startsWith("First.java:2: error: [CaptureTake] \"reference float16\" does not say");
    assertThat(result.status()).isEqualTo(1);
  }

  @Test
  void aCompilationOfOneChangedClassKeepsWhatTheOthersDeclare() throws Exception {
    writeNets();
    javac(withoutProcessor(), "-processorpath", PROCESSOR_PATH, "First.java", "Second.java");
    write("First", net("First", "uno", ""));
    Result result = javac(withoutProcessor(), "-processorpath", PROCESSOR_PATH, "First.java");
    assertThat(result).isEqualTo(new Result(0, ""));
    assertThat(output().resolve(CaptureIndex.RESOURCE))
        .hasContent(
            """
            # layertap captures 1
            field First#child uno
            field Second#child two
            """);
    Files.delete(output().resolve("Second.class"));
    javac(withoutProcessor(), "-processorpath", PROCESSOR_PATH, "First.java");
    assertThat(output().resolve(CaptureIndex.RESOURCE)).content().doesNotContain("Second");
  }

  @Test
  void aFailedCompilationLeavesTheIndexAsItWas() throws Exception {
    writeNets();
    javac(withoutProcessor(), "-processorpath", PROCESSOR_PATH, "First.java", "Second.java");
    write("First", net("First", "", ""));
    Result result = javac(withoutProcessor(), "-processorpath", PROCESSOR_PATH, "First.java");
    assertThat(result.said()).startsWith("First.java:2: error: [CaptureEmptyName]");
    assertThat(output().resolve(CaptureIndex.RESOURCE)).content().contains("First#child one");
  }

  /** What Gradle does in its incremental mode: classes that did not change are given as such. */
  @Test
  void classFilesAreProcessedAsSourcesAre() throws Exception {
    writeNets();
    javac(withoutProcessor(), "-proc:none", "First.java", "Second.java");
    Result result =
        javac(
            withoutProcessor(), "-processorpath", PROCESSOR_PATH, "-proc:only", "First", "Second");
    assertThat(result).isEqualTo(new Result(0, ""));
    assertThat(output().resolve(CaptureIndex.RESOURCE)).content().hasLineCount(3);
    assertThat(output().resolve("FirstCaptures.java")).exists();
  }

  @Test
  void signsInClassNamesDoNotHideWhatAnEarlierCompilationDeclared() throws Exception {
    writeNets();
    write(
        "My$Net",
        """
        public class My$Net extends ai.djl.nn.SequentialBlock {
          @dev.layertap.annotation.Capture("mine") ai.djl.nn.Block child = add(this);
          @dev.layertap.annotation.Capture("inner")
          static class In$ner extends ai.djl.nn.SequentialBlock {}
        }
        """);
    javac(withoutProcessor(), "-processorpath", PROCESSOR_PATH, "First.java", "My$Net.java");
    Result result = javac(withoutProcessor(), "-processorpath", PROCESSOR_PATH, "Second.java");
    assertThat(result).isEqualTo(new Result(0, ""));
    assertThat(output().resolve(CaptureIndex.RESOURCE))
        .hasContent(
            """
            # layertap captures 1
            field First#child one float16 mean(2, 3)
            field My$Net#child mine
            class My$Net$In$ner inner
            field Second#child two
            """);
  }

  @Test
  void aProcessorPathWithoutTheRestOfItIsAnErrorThatSaysWhatBelongsThere() throws Exception {
    writeNets();
    String alone = PROCESSOR_PATH.split(File.pathSeparator, -1)[0];
    Result result = javac(withoutProcessor(), "-processorpath", alone, "First.java");
    assertThat(result.said())
        .isEqualTo(
            "error: [CaptureProcessorPath] Layertap's annotation processor cannot run:"
                + " java.lang.NoClassDefFoundError: dev/layertap/annotation/Capture. It needs"
                + " layertap-core, of the processor's own version, and javapoet beside it on the"
                + " processor path; Maven's annotationProcessorPaths and Gradle's"
                + " annotationProcessor bring both by themselves.\n1 error\n");
    assertThat(result.status()).isEqualTo(1);
  }

  @Test
  void anIndexThatCannotBeWrittenIsAnError() throws Exception {
    writeNets();
    Files.createDirectories(output());
    Files.writeString(output().resolve("META-INF"), "a file where a folder should be");
    Result result = javac(withoutProcessor(), "-processorpath", PROCESSOR_PATH, "First.java");
    assertThat(result.said())
        .startsWith(
            "First.java:2: error: [CaptureNotWritten] META-INF/layertap/captures cannot be"
                + " written: java.io.IOException: ");
    assertThat(result.status()).isEqualTo(1);
  }

  @Test
  void keysThatCannotBeWrittenAreAnError() throws Exception {
    Files.createDirectories(folder.resolve("net"));
    write("net/First", "package net;\n" + net("First", "one", ""));
    Files.createDirectories(output());
    Files.writeString(output().resolve("net"), "a file where a folder should be");
    Result result = javac(withoutProcessor(), "-processorpath", PROCESSOR_PATH, "net/First.java");
    assertThat(result.said())
        .startsWith(
            "net/First.java:3: error: [CaptureNotWritten] The keys of net.First cannot be written:"
                + " java.io.IOException: ");
    assertThat(result.status()).isEqualTo(1);
  }

  @Test
  void aConstantThatNobodyMakesIsTheCompilersErrorAndInNoList() throws Exception {
    write("First", net("First", "one", "").replace("\"one\"", "Names.ONE"));
    Result result = javac(withoutProcessor(), "-processorpath", PROCESSOR_PATH, "First.java");
    assertThat(result.said())
        .startsWith("First.java:2: error: cannot find symbol")
        .endsWith("\n1 error\n");
    assertThat(output().resolve("FirstCaptures.java")).doesNotExist();
    assertThat(output().resolve(CaptureIndex.RESOURCE)).doesNotExist();
  }

  /** Another module may need the compiler's annotations, without handing them on. */
  @Test
  void aModuleThatDoesNotReadTheCompilersHasItsKeysAllTheSame() throws Exception {
    String path = moduleJar(Take.class) + File.pathSeparator + moduleJar(ai.djl.nn.Block.class);
    String required =
        ModuleFinder.of(folder.resolve("modules")).findAll().stream()
            .map(module -> "requires " + module.descriptor().name() + "; ")
            .collect(Collectors.joining());
    write("module-info", "module app { " + required + "}");
    Files.createDirectories(folder.resolve("net"));
    write("net/First", "package net; " + net("First", "one", ""));
    Result result =
        javac(
            withoutProcessor(),
            "-processorpath",
            PROCESSOR_PATH,
            "-p",
            path,
            "--add-modules",
            "java.compiler",
            "module-info.java",
            "net/First.java");
    assertThat(result).isEqualTo(new Result(0, ""));
    assertThat(output().resolve("net/FirstCaptures.class")).exists();
    assertThat(output().resolve(CaptureIndex.RESOURCE)).content().contains("net.First#child one");
  }

  /** In a reactor a class may come from a folder, which is no module. */
  private Path moduleJar(Class<?> type) throws Exception {
    Path origin = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path jar =
        Files.createDirectories(folder.resolve("modules")).resolve(type.getSimpleName() + ".jar");
    if (Files.isRegularFile(origin)) {
      return Files.copy(origin, jar);
    }
    int status =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(System.out, System.err, "-cf", jar.toString(), "-C", origin.toString(), ".");
    assertThat(status).isZero();
    return jar;
  }

  @Test
  void gradleIsToldThatAllAnnotatedClassesMustBeSeenTogether() throws Exception {
    try (var in =
        CaptureProcessor.class.getResourceAsStream(
            "/META-INF/gradle/incremental.annotation.processors")) {
      assertThat(new String(in.readAllBytes(), UTF_8))
          .isEqualTo(CaptureProcessor.class.getName() + ",aggregating\n");
    }
  }
}
