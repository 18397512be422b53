// SPDX-License-Identifier: Apache-2.0
package dev.layertap.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathIndexesTest {
  private final Path folder;
  private final ClassPathIndexes indexes = new ClassPathIndexes();

  ClassPathIndexesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private URL jar(String name, String index) throws IOException {
    Path jar = folder.resolve(name);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry(CaptureIndex.RESOURCE));
      out.write(index.getBytes(StandardCharsets.UTF_8));
    }
    return jar.toUri().toURL();
  }

  private static URLClassLoader loader(URL... jars) {
    return new URLClassLoader(jars, null);
  }

  private static String said(Runnable doing) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      doing.run();
    } finally {
      System.setErr(before);
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theIndexesOfAllJarsAreReadAndWhatIsInSeveralCountsOnce() throws Exception {
    URL one = jar("one.jar", "# layertap captures 1\nclass a.One x\n");
    URL two = jar("two.jar", "# layertap captures 1\nclass a.One x\nclass ä.Two y\n");
    try (URLClassLoader first = loader(one);
        URLClassLoader both = loader(one, two)) {
      assertThat(indexes.of(Arrays.asList(first, null, both)).captures())
          .extracting(capture -> capture.where())
          .containsExactly("class a.One", "class ä.Two");
    }
  }

  @Test
  void aDamagedLineIsSaidOnceForAllLoadersThatSeeIt() throws Exception {
    URL jar = jar("one.jar", "# layertap captures 1\nclass\n");
    try (URLClassLoader first = loader(jar);
        URLClassLoader second = loader(jar)) {
      assertThat(
              said(
                  () -> {
                    indexes.of(Arrays.asList(first, second));
                    indexes.of(Arrays.asList(first));
                  }))
          .isEqualTo(
              "[layertap] jar:%s!/META-INF/layertap/captures, line 2: \"class\" is no capture, and is left out. Compile its jar anew.%n"
                  .formatted(jar));
    }
  }

  @Test
  void thatTheProcessorDidNotRunIsSaidOnce() {
    assertThat(
            said(
                () -> {
                  indexes.sayThatTheProcessorDidNotRun("a.Net");
                  indexes.sayThatTheProcessorDidNotRun("a.Other");
                }))
        .isEqualTo(
            "[layertap] The annotation processor did not run when a.Net was compiled, or an uber jar lost its list: its captures work, but their mistakes are found only now, and nothing lists them. Put dev.layertap:layertap-processor on the compiler's processor path (JDK 23 and newer run none from the class path), and have an uber jar join META-INF/layertap/captures.%n"
                .formatted());
  }
}
