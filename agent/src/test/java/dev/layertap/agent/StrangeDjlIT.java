// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.agent.weave.Sources;
import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.ClassPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StrangeDjlIT {
  private final Path folder;

  StrangeDjlIT(@TempDir Path folder) throws IOException {
    this.folder = folder;
    writeApp();
  }

  private void writeApp() throws IOException {
    Map<String, byte[]> classFiles =
        new Sources()
            .addTypesOfForward()
            .add(
                "ai.djl.nn.Block",
                """
                package ai.djl.nn;
                import ai.djl.ndarray.NDList;
                import ai.djl.training.ParameterStore;
                import ai.djl.util.PairList;
                public interface Block {
                  default NDList forward(
                      ParameterStore s, NDList i, boolean t, PairList<String, Object> p) {
                    return i;
                  }
                  default NDList forward(
                      ParameterStore s, NDList i, NDList l, PairList<String, Object> p) {
                    return i;
                  }
                }
                """)
            .add(
                "ai.djl.nn.AbstractBaseBlock",
                """
                package ai.djl.nn;
                public abstract class AbstractBaseBlock implements Block {
                  public Object forward(Object in, boolean training) { return in; }
                }
                """)
            .add(
                "StrangeApp",
                """
                public class StrangeApp extends ai.djl.nn.AbstractBaseBlock {
                  public static void main(String[] arguments) throws Exception {
                    System.out.println(new StrangeApp().forward("ran", false));
                    if (arguments.length > 0) {
                      Class.forName("dev.layertap.agent.SelfAttach").getMethod("attach").invoke(null);
                      Object facts = Class.forName("java.lang.$LayertapBridge", false, null)
                          .getMethod("facts").invoke(null);
                      System.out.println(((java.util.Map<?, ?>) facts).get("off"));
                      java.net.URL here =
                          StrangeApp.class.getProtectionDomain().getCodeSource().getLocation();
                      System.out.println(
                          new java.net.URLClassLoader(new java.net.URL[] {here}, null)
                              .loadClass("StrangeApp").getSuperclass().getSimpleName());
                    }
                  }
                }
                """)
            .compile();
    for (Map.Entry<String, byte[]> classFile : classFiles.entrySet()) {
      Path file = folder.resolve(classFile.getKey().replace('.', '/') + ".class");
      Files.createDirectories(file.getParent());
      Files.write(file, classFile.getValue());
    }
  }

  private ChildJvm app() {
    return ChildJvm.running("StrangeApp", new ClassPath(List.of(folder)));
  }

  private String refusal() throws IOException {
    return "[layertap] ai.djl.nn.AbstractBaseBlock from "
        + folder.toUri().toURL()
        + " should declare forward(ParameterStore, NDList, boolean, PairList) and"
        + " forward(ParameterStore, NDList, NDList, PairList), but declares"
        + " forward(Object, boolean). No DJL class of that loader is woven, and nothing can"
        + " be captured there. Use DJL 0.36.0, or a Layertap made for this DJL.";
  }

  @Test
  void aDjlWithOtherForwardsRunsUnwovenAndIsNamed() throws IOException {
    ChildJvm.Result run = app().option(Apps.agent()).run();

    assertThat(run.out()).isEqualTo("ran" + System.lineSeparator());
    assertThat(run.err().lines()).containsExactly(refusal());
  }

  private ChildJvm.Result runAttachingItself(String strict) {
    return ChildJvm.running("StrangeApp", new ClassPath(List.of(folder, Apps.agentJar())))
        .option("-XX:+EnableDynamicAgentLoading")
        .option("-Dlayertap.strict=" + strict)
        .arguments("attach")
        .run();
  }

  @Test
  void oneThatWasLoadedBeforeTheAgentCameIsNamedToo() throws IOException {
    ChildJvm.Result run = runAttachingItself("false");

    assertThat(run.out().lines()).containsExactly("ran", "null", "AbstractBaseBlock");
    assertThat(run.err().lines()).containsExactly(refusal());
  }

  @Test
  void whereErrorsAreFatalAJvmThatRanBeforeGoesOnAndWhoeverCapturesIsToldWhyNot()
      throws IOException {
    ChildJvm.Result run = runAttachingItself("true");

    assertThat(run.status()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            "ran",
            "Not all of DJL could be woven, and strict=true; the reason stands on stderr.",
            "AbstractBaseBlock");
    assertThat(run.notes().lines()).containsExactly(refusal());
  }

  @Test
  void whereErrorsAreFatalItDoesNotLoad() throws IOException {
    ChildJvm.Result run = app().option(Apps.agent("strict=true")).run();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains(
            refusal(),
            "java.lang.NoClassDefFoundError: ai/djl/nn/AbstractBaseBlock (wrong name: Layertap"
                + " could not weave it and strict=true: its reason stands on stderr)");
  }
}
