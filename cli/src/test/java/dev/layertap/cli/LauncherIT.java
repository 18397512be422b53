// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherIT {
  private final Path folder;

  LauncherIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void theVersionIsThatOfTheBuild() throws Exception {
    assertThat(LayertapProcess.in(folder).run("--version").succeeded().out())
        .isEqualTo("layertap " + System.getProperty("layertap.test.version") + "\n");
  }

  @Test
  void helpIsPrintedWithoutLoadingDjl() throws Exception {
    for (String[] arguments :
        new String[][] {{"--help"}, {"capture", "--help"}, {"diff", "--help"}}) {
      String out =
          LayertapProcess.in(folder)
              .variable("JAVA_TOOL_OPTIONS", "-Xlog:class+load:stdout")
              .run((Object[]) arguments)
              .out();
      assertThat(out).contains("dev.layertap.cli.Main ").contains("Usage: layertap");
      assertThat(out).doesNotContain(" ai.djl.").doesNotContain("com.google.gson");
    }
  }

  @Test
  void helpGoesToStdoutAndShowsExamples() throws Exception {
    assertThat(LayertapProcess.in(folder).run("--help").succeeded().out())
        .startsWith("Usage: layertap [-hvV] COMMAND\n")
        .contains("\nExamples:\n  layertap tree resnet18.pt\n");
    assertThat(LayertapProcess.in(folder).run("tree", "--help").succeeded().out())
        .contains("\nExamples:\n  layertap tree resnet18.pt\n");
    assertThat(LayertapProcess.in(folder).run("capture", "--help").succeeded().out())
        .contains("\nExamples:\n  layertap capture resnet18.pt --input image.npy --out all.npz\n");
  }

  @Test
  void itRunsThroughSymbolicLinksAndFromAFolderWithASpace() throws Exception {
    Path home = folder.resolve("a folder/layer tap");
    copy(LayertapProcess.home(), home);
    Path links = Files.createDirectories(folder.resolve("more links"));
    Path absolute = Files.createSymbolicLink(links.resolve("one"), home.resolve("bin/layertap"));
    Path relative = Files.createSymbolicLink(links.resolve("two"), Path.of("one"));
    for (Path launcher : new Path[] {home.resolve("bin/layertap"), absolute, relative}) {
      assertThat(
              LayertapProcess.of(launcher, folder)
                  .run("tree", Fixtures.model("names"))
                  .succeeded()
                  .out())
          .startsWith("RecursiveScriptModule(");
    }
  }

  /** Links to the large files will do. */
  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.resolve("bin"));
    Files.copy(from.resolve("bin/layertap"), to.resolve("bin/layertap"));
    Files.createSymbolicLink(to.resolve("lib"), from.resolve("lib"));
  }

  @Test
  void anOldJavaIsRefusedByWhatItsFolderSays() throws Exception {
    Path java = java("echo never run; exit 9");
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"11.0.2\"\n");
    LayertapProcess.Result result =
        LayertapProcess.in(folder).variable("JAVA_HOME", folder.resolve("jdk").toString()).run();
    assertThat(result.err())
        .isEqualTo(
            "layertap: Java 17 or newer is needed; "
                + java
                + " is 11.0.2. Set JAVA_HOME to a newer one.\n");
    assertThat(result.status()).isEqualTo(ExitCodes.WRONG_USE);
  }

  @Test
  void anOldJavaWithoutSuchAFileIsAsked() throws Exception {
    Path java = java("echo 'openjdk version \"1.8.0_392\"' >&2");
    assertThat(
            LayertapProcess.in(folder)
                .variable("JAVA_HOME", folder.resolve("jdk").toString())
                .run()
                .err())
        .isEqualTo(
            "layertap: Java 17 or newer is needed; "
                + java
                + " is 1.8.0_392. Set JAVA_HOME to a newer one.\n");
  }

  private Path java(String body) throws IOException {
    Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return java;
  }

  @Test
  void aJavaHomeWithoutJavaIsSaid() throws Exception {
    assertThat(
            LayertapProcess.in(folder).variable("JAVA_HOME", folder.toString()).run("tree").err())
        .isEqualTo(
            "layertap: JAVA_HOME is "
                + folder
                + ", and there is no bin/java in it. Set it to a Java 17 or newer.\n");
  }

  @Test
  void withoutJavaHomeTheJavaInThePathIsTaken() throws Exception {
    java("echo 'openjdk version \"1.8.0_392\"' >&2");
    String path = folder.resolve("jdk/bin") + ":" + System.getenv("PATH");
    assertThat(
            LayertapProcess.in(folder)
                .variable("JAVA_HOME", "")
                .variable("PATH", path)
                .run("tree")
                .err())
        .contains(folder.resolve("jdk/bin/java") + " is 1.8.0_392");
  }

  @Test
  void theLauncherOfWindowsIsThereToo() {
    assertThat(LayertapProcess.home().resolve("bin/layertap.bat")).isNotEmptyFile();
    assertThat(Stream.of("LICENSE", "NOTICE").map(LayertapProcess.home()::resolve))
        .allMatch(Files::isRegularFile);
  }
}
