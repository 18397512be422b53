// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapturesIT {
  private static final String INDEX = "META-INF/layertap/captures";
  private static final byte[] NET =
      "# layertap captures 1\nfield a.Net$Head#norm comp input last\nclass a.Net whole\n"
          .getBytes(UTF_8);
  private static final byte[] OTHER = "# layertap captures 1\nclass b.Other x\n".getBytes(UTF_8);

  private final Path folder;

  CapturesIT(@TempDir Path folder) {
    this.folder = folder;
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : new TreeMap<>(entries).entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private LayertapProcess.Result captures(Object... arguments) throws Exception {
    Object[] all = new Object[arguments.length + 1];
    all[0] = "captures";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return LayertapProcess.in(folder).run(all);
  }

  @Test
  void theCapturesOfAJarAreListed() throws Exception {
    write("net.jar", zip(Map.of(INDEX, NET, "a/Net.class", new byte[1])));
    assertThat(captures("net.jar").succeeded().out())
        .isEqualTo(
            """
            NAME   DECLARED ON            TAKE        IN
            whole  class a.Net            output      net.jar
            comp   field a.Net$Head.norm  input last  net.jar
            """);
  }

  @Test
  void aClassPathMayHaveFoldersOfClassesAndOfJars() throws Exception {
    write("classes/" + INDEX, NET);
    write("lib/other.jar", zip(Map.of(INDEX, OTHER)));
    write("lib/empty.jar", zip(Map.of("x", new byte[1])));
    String classPath = "classes" + File.pathSeparator + "lib/*";
    assertThat(captures(classPath).succeeded().out().lines())
        .hasSize(4)
        .last()
        .asString()
        .matches("x +class b.Other +output +lib/other.jar");
    assertThat(captures("lib", "classes").succeeded().out()).hasLineCount(4);
  }

  @Test
  void jarsInsideOfJarsAreReadTooAsJson() throws Exception {
    write(
        "app.jar",
        zip(
            Map.of(
                "BOOT-INF/classes/" + INDEX,
                OTHER,
                "BOOT-INF/lib/n.jar",
                zip(Map.of(INDEX, NET)))));
    assertThat(captures("--json", "app.jar").succeeded().json().toString())
        .isEqualTo(
            "{\"captures\":[{\"name\":\"x\",\"kind\":\"class\",\"class\":\"b.Other\",\"member\":\"\","
                + "\"take\":\"\",\"in\":\"app.jar\"},{\"name\":\"whole\",\"kind\":\"class\","
                + "\"class\":\"a.Net\",\"member\":\"\",\"take\":\"\","
                + "\"in\":\"app.jar!/BOOT-INF/lib/n.jar\"},{\"name\":\"comp\",\"kind\":\"field\","
                + "\"class\":\"a.Net$Head\",\"member\":\"norm\",\"take\":\"input last\","
                + "\"in\":\"app.jar!/BOOT-INF/lib/n.jar\"}],\"problems\":[]}");
  }

  @Test
  void aJarWithoutAListIsAMiss() throws Exception {
    write("plain.jar", zip(Map.of("x", new byte[1])));
    LayertapProcess.Result result = captures("plain.jar");
    assertThat(result.err())
        .isEqualTo(
            "layertap: No captures are listed in plain.jar. Either nothing is annotated, or it was"
                + " compiled without layertap-processor.\n");
    assertThat(result.status()).isEqualTo(ExitCodes.MISS);
  }

  @Test
  void aDamagedLineIsSaidAndTheOthersAreListed() throws Exception {
    write("bad.jar", zip(Map.of(INDEX, "class\nclass a.Net whole\n".getBytes(UTF_8))));
    LayertapProcess.Result result = captures("bad.jar");
    assertThat(result.out()).hasLineCount(2);
    assertThat(result.err())
        .isEqualTo(
            "layertap: bad.jar!/META-INF/layertap/captures, line 1: \"class\" is no capture, and is"
                + " left out. Compile its jar anew.\n");
    assertThat(result.status()).isEqualTo(ExitCodes.MISS);
  }

  @Test
  void whatIsNoJarIsWrongUse() throws Exception {
    write("text.jar", "no jar".getBytes(UTF_8));
    LayertapProcess.Result text = captures("text.jar");
    assertThat(text.err()).startsWith("layertap: text.jar is not a jar: ");
    assertThat(text.status()).isEqualTo(ExitCodes.WRONG_USE);
    LayertapProcess.Result gone = captures("gone.jar");
    assertThat(gone.err())
        .isEqualTo(
            "layertap: gone.jar cannot be read: there is no such file. PATH is a jar, a folder, or a"
                + " class path.\n");
    assertThat(gone.status()).isEqualTo(ExitCodes.WRONG_USE);
  }
}
