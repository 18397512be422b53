// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.agent.app.ForwardApp;
import dev.layertap.agent.app.NestedJarApp;
import dev.layertap.agent.weave.Sources;
import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.ClassPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfAttachIT {
  private static ChildJvm appWithAgentOnItsClassPath() {
    ClassPath classPath = Apps.classPath().with(List.of(Apps.agentJar()));
    return ChildJvm.running(ForwardApp.class, classPath).arguments("attach").arguments("listen");
  }

  @Test
  void blocksThatWereLoadedBeforeAreWovenWhenTheAgentAttachesItself() {
    ChildJvm.Result run =
        appWithAgentOnItsClassPath().option("-XX:+EnableDynamicAgentLoading").run();

    assertThat(run.err()).isEmpty();
    assertThat(run.lines("event")).hasSize(26);
    assertThat(run.lines("result")).hasSize(5);
  }

  @Test
  void theJvmsOwnOptionLetsItAttachWithoutASecondProcess() {
    ChildJvm.Result run =
        appWithAgentOnItsClassPath()
            .option("-XX:+EnableDynamicAgentLoading")
            .option("-Djdk.attach.allowAttachSelf=true")
            .run();

    assertThat(run.err()).isEmpty();
    assertThat(run.lines("event")).hasSize(26);
  }

  @Test
  void anAgentThatIsThereAlreadyIsNotAttachedAgain() {
    ChildJvm.Result run = appWithAgentOnItsClassPath().option(Apps.agent()).run();

    assertThat(run.err()).isEmpty();
    assertThat(run.lines("event")).hasSize(26);
  }

  @Test
  void whereAttachingIsSwitchedOffTheOptionIsNamed() {
    ChildJvm.Result run = appWithAgentOnItsClassPath().option("-XX:+DisableAttachMechanism").run();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "java.lang.IllegalStateException: The Layertap agent cannot attach itself: this JVM was"
                + " started with -XX:+DisableAttachMechanism. Start it without that option, or with"
                + " -javaagent:layertap-agent.jar.");
  }

  @Test
  void whereLoadingAgentsIsSwitchedOffTheOptionIsNamed() {
    ChildJvm.Result run =
        appWithAgentOnItsClassPath().option("-XX:-EnableDynamicAgentLoading").run();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "java.lang.IllegalStateException: The Layertap agent cannot attach itself: this JVM"
                + " loads no agents once it runs. Start it with -XX:+EnableDynamicAgentLoading, or"
                + " with -javaagent:layertap-agent.jar.");
  }

  @Test
  void whereErrorsAreFatalBlocksThatWereLoadedBeforeAreWovenAllTheSame() {
    ChildJvm.Result run =
        appWithAgentOnItsClassPath()
            .option("-XX:+EnableDynamicAgentLoading")
            .option("-Dlayertap.strict=true")
            .run();

    assertThat(run.notes()).isEmpty();
    assertThat(run.lines("event")).hasSize(26);
    assertThat(run.lines("result")).hasSize(5);
  }

  @Test
  void anAgentThatComesSecondIsSaidAndDoesNotHarmTheFirst(@TempDir Path folder) throws IOException {
    byte[] app =
        new Sources()
            .add(
                "Attaching",
                """
                public class Attaching {
                  public static void main(String[] arguments) throws Exception {
                    String own = String.valueOf(ProcessHandle.current().pid());
                    com.sun.tools.attach.VirtualMachine jvm =
                        com.sun.tools.attach.VirtualMachine.attach(own);
                    jvm.loadAgent(arguments[0], "captures=1");
                    jvm.detach();
                    Object facts = Class.forName("java.lang.$LayertapBridge", false, null)
                        .getMethod("facts").invoke(null);
                    System.out.println(((java.util.Map<?, ?>) facts).get("off"));
                  }
                }
                """)
            .compile("Attaching");
    Files.write(folder.resolve("Attaching.class"), app);

    ChildJvm.Result run =
        ChildJvm.running("Attaching", new ClassPath(List.of(folder)))
            .option("-XX:+EnableDynamicAgentLoading")
            .option("-Djdk.attach.allowAttachSelf=true")
            .option(Apps.agent("captures=0,strict=true"))
            .arguments(Apps.agentJar())
            .run();

    assertThat(run.out().lines()).containsExactly("null");
    assertThat(run.notes().lines())
        .containsExactly(
            "[layertap] The agent runs already, with captures=0,strict=true; captures=1 is not used."
                + " Give it to the first -javaagent.");
  }

  @Test
  void whereLayertapIsSwitchedOffNoAgentIsLoaded() {
    ChildJvm.Result run =
        appWithAgentOnItsClassPath()
            .option("-XX:+EnableDynamicAgentLoading")
            .variable("LAYERTAP_ENABLED", "false")
            .run();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "java.lang.IllegalStateException: Layertap is switched off by enabled=false from the"
                + " environment variable LAYERTAP_ENABLED; nothing can be captured until that is"
                + " changed.")
        .doesNotContain("[layertap]", "WARNING");
  }

  @Test
  void anAgentInsideTheAppsJarAttachesACopyOfItself(@TempDir Path folder) throws IOException {
    Path outer = folder.resolve("app.jar");
    String inner = "BOOT-INF/lib/layertap-agent.jar";
    writeStored(outer, inner, Files.readAllBytes(Apps.agentJar()));

    ChildJvm.Result run =
        ChildJvm.running(NestedJarApp.class, Apps.testClasses())
            .option("-XX:+EnableDynamicAgentLoading")
            .arguments(outer)
            .arguments(inner)
            .run();

    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines()).containsExactly("attached java.lang.$LayertapBridge");
  }

  private static void writeStored(Path jar, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.setCrc(crc.getValue());
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(entry);
      zip.write(content);
    }
  }
}
