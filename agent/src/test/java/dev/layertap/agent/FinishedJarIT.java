// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.testkit.ChildJvm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FinishedJarIT {
  private static final String READY = "META-INF/layertap/ready/";

  private static List<String> entries() throws IOException {
    try (JarFile jar = new JarFile(Apps.agentJar().toFile())) {
      return jar.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName).toList();
    }
  }

  private static byte[] content(String name) throws IOException {
    try (JarFile jar = new JarFile(Apps.agentJar().toFile())) {
      return jar.getInputStream(jar.getEntry(name)).readAllBytes();
    }
  }

  @Test
  void allClassesLieBelowTheAgentsOwnPackage() throws IOException {
    assertThat(entries())
        .filteredOn(name -> name.endsWith(".class"))
        .isNotEmpty()
        .allMatch(name -> name.startsWith("dev/layertap/agent/"));
  }

  @Test
  void theRestIsNoticesAndTheNestedParts() throws IOException {
    assertThat(entries())
        .filteredOn(name -> !name.endsWith(".class") && !name.startsWith(READY))
        .containsExactlyInAnyOrder(
            "META-INF/MANIFEST.MF",
            "META-INF/LICENSE",
            "META-INF/NOTICE",
            "META-INF/licenses/ASM.txt",
            "META-INF/layertap/core.jar",
            "META-INF/layertap/torchscript.jar");
  }

  @Test
  void theProgramThatWeavesAheadStaysInTheBuild() throws IOException {
    assertThat(entries()).noneMatch(name -> name.startsWith("dev/layertap/agent/ready/"));
  }

  @Test
  void eachClassThatIsWovenAheadLiesBesideItself() throws IOException {
    List<String> ready =
        entries().stream()
            .filter(name -> name.startsWith(READY))
            .map(name -> name.substring(READY.length()))
            .toList();

    assertThat(ready)
        .contains("ai/djl/nn/AbstractBaseBlock.woven", "ai/djl/pytorch/jni/JniUtils.woven");
    assertThat(ready)
        .filteredOn(name -> name.endsWith(".woven"))
        .hasSize(ready.size() / 2)
        .allMatch(name -> ready.contains(name.replace(".woven", ".plain")));
  }

  @Test
  void theNoticesNameEachLibrary() throws IOException {
    assertThat(new String(content("META-INF/NOTICE"), StandardCharsets.UTF_8))
        .contains("Byte Buddy", "ASM", "SnakeYAML Engine", "classes of DJL");
  }

  @Test
  void theNestedCoreHasItsEntryPoint() throws IOException {
    try (JarInputStream core =
        new JarInputStream(new ByteArrayInputStream(content("META-INF/layertap/core.jar")))) {
      assertThat(Stream.generate(() -> next(core)).takeWhile(name -> !name.isEmpty()))
          .contains("dev/layertap/Layertap.class", "dev/layertap/bridge/ConfiguredStart.class");
    }
  }

  private static String next(JarInputStream jar) {
    try {
      JarEntry entry = jar.getNextJarEntry();
      return entry == null ? "" : entry.getName();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theManifestSaysHowTheAgentStarts() throws IOException {
    try (JarFile jar = new JarFile(Apps.agentJar().toFile())) {
      Attributes attributes = jar.getManifest().getMainAttributes();

      assertThat(attributes.getValue("Premain-Class")).isEqualTo(LayertapAgent.class.getName());
      assertThat(attributes.getValue("Agent-Class")).isEqualTo(LayertapAgent.class.getName());
      assertThat(attributes.getValue("Main-Class")).isEqualTo(Main.class.getName());
      assertThat(attributes.getValue("Can-Retransform-Classes")).isEqualTo("true");
      assertThat(attributes.getValue("Can-Redefine-Classes")).isEqualTo("true");
      assertThat(attributes.getValue("Automatic-Module-Name")).isEqualTo("dev.layertap.agent");
      assertThat(attributes.getValue("Multi-Release")).isNull();
    }
  }

  @Test
  void thePublishedPomNamesNothingThatIsShaded() throws IOException {
    String pom = Files.readString(Apps.agentJar().resolveSibling("dependency-reduced-pom.xml"));

    assertThat(pom.substring(pom.indexOf("<dependencies>"), pom.indexOf("</dependencies>")))
        .contains("<artifactId>layertap-core</artifactId>")
        .doesNotContain("byte-buddy", "snakeyaml");
  }

  @Test
  void asAProgramItPrintsVersionAndHelp() {
    ChildJvm.Result run = ChildJvm.runningJar(Apps.agentJar()).run();

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("Layertap agent 0.").contains("-javaagent:layertap-agent.jar");
  }

  @Test
  void asAProgramItKnowsNoOtherCommand() {
    ChildJvm.Result run = ChildJvm.runningJar(Apps.agentJar()).arguments("doctr").run();

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .containsExactly("Unknown command \"doctr\" (did you mean \"doctor\"?).");
  }

  @Test
  void theSourcesAndTheirDocumentationLieBesideIt() {
    assertThat(Files.exists(Apps.agentJar().resolveSibling("layertap-agent-sources.jar"))).isTrue();
    assertThat(Files.exists(Apps.agentJar().resolveSibling("layertap-agent-javadoc.jar"))).isTrue();
  }
}
