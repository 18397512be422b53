// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.agent.weave.Sources;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineAheadTest {
  private static final String ENGINE = "ai.djl.pytorch.jni.JniUtils";
  private static final String PART = "dev.layertap.torchscript.run.Preparation";
  private static final String SAID = "layertap.test.prepared";

  private final Path folder;

  EngineAheadTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void forget() {
    System.clearProperty(SAID);
  }

  /** Has an app of its own make ready. */
  private void prepare(Sources app, Map<String, Object> configuration) throws IOException {
    for (Map.Entry<String, byte[]> type : app.compile().entrySet()) {
      Path file = folder.resolve(type.getKey().replace('.', '/') + ".class");
      Files.createDirectories(file.getParent());
      Files.write(file, type.getValue());
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
      EngineStarter engines =
          new EngineStarter(Optional.empty(), new ConcurrentHashMap<>(), line -> {});
      new EngineAhead(engines, configuration).prepare(loader);
    }
  }

  private static Sources engine() {
    return new Sources().add(ENGINE, "package ai.djl.pytorch.jni; public class JniUtils {}");
  }

  private static Sources part(Sources sources, String body) {
    return sources.add(
        PART,
        """
        package dev.layertap.torchscript.run;
        public class Preparation {
          public static void prepare(java.util.Map<String, Object> configuration) {
            System.setProperty("%s", String.valueOf(configuration));
            %s
          }
        }
        """
            .formatted(SAID, body));
  }

  @Test
  void aPartBesideTheEngineIsToldTheConfiguration() throws IOException {
    prepare(part(engine(), ""), Map.of("cache", "off"));
    assertThat(System.getProperty(SAID)).isEqualTo("{cache=off}");
  }

  @Test
  void anAppWithoutTheEngineIsLeftAlone() throws IOException {
    prepare(part(new Sources(), ""), Map.of());
    assertThat(System.getProperty(SAID)).isNull();
  }

  @Test
  void anAppWithoutThePartIsLeftAlone() throws IOException {
    prepare(engine(), Map.of());
    assertThat(System.getProperty(SAID)).isNull();
  }

  @Test
  void whatFailsIsLeftToTheStartItself() throws IOException {
    prepare(part(engine(), "throw new NoClassDefFoundError(\"missing\");"), Map.of());
    assertThat(System.getProperty(SAID)).isEqualTo("{}");
  }
}
