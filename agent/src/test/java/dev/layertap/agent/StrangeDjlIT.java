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
  @Test
  void aDjlWithOtherForwardsRunsUnwovenAndIsNamed(@TempDir Path folder) throws IOException {
    Map<String, byte[]> classFiles =
        new Sources()
            .add(
                "ai.djl.nn.AbstractBaseBlock",
                """
                package ai.djl.nn;
                public abstract class AbstractBaseBlock {
                  public Object forward(Object in, boolean training) { return in; }
                }
                """)
            .add(
                "StrangeApp",
                """
                public class StrangeApp extends ai.djl.nn.AbstractBaseBlock {
                  public static void main(String[] arguments) {
                    System.out.println(new StrangeApp().forward("ran", false));
                  }
                }
                """)
            .compile();
    for (Map.Entry<String, byte[]> classFile : classFiles.entrySet()) {
      Path file = folder.resolve(classFile.getKey().replace('.', '/') + ".class");
      Files.createDirectories(file.getParent());
      Files.write(file, classFile.getValue());
    }

    ChildJvm.Result run =
        ChildJvm.running("StrangeApp", new ClassPath(List.of(folder))).option(Apps.agent()).run();

    assertThat(run.out()).isEqualTo("ran" + System.lineSeparator());
    assertThat(run.err().lines())
        .containsExactly(
            "[layertap] ai.djl.nn.AbstractBaseBlock from "
                + folder.toUri().toURL()
                + " should declare forward(ParameterStore, NDList, boolean, PairList) and"
                + " forward(ParameterStore, NDList, NDList, PairList), but declares"
                + " forward(Object, boolean). No DJL class of that loader is woven, and nothing can"
                + " be captured there. Use DJL 0.36.0, or a Layertap made for this DJL.");
  }
}
