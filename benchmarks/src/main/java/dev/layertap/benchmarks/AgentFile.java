// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The jars that a JVM is started with. */
final class AgentFile {
  private AgentFile() {}

  /** Layertap's agent, as it lies on the class path. */
  static Path layertap() {
    return Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
        .map(Path::of)
        .filter(entry -> entry.getFileName().toString().matches("layertap-agent.*\\.jar"))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("There is no layertap-agent.jar on the class path."));
  }

  /** An agent that does nothing, to be compared with. */
  static Path nothing() throws IOException {
    Path jar = Files.createTempFile("nothing-agent", ".jar");
    jar.toFile().deleteOnExit();
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", NothingAgent.class.getName());
    write(jar, manifest, NothingAgent.class);
    return jar;
  }

  /** A program that is one class, in a jar: a class path where nothing else is found or sought. */
  static Path alone(Class<?> program) throws IOException {
    Path jar = Files.createTempFile(program.getSimpleName(), ".jar");
    jar.toFile().deleteOnExit();
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    write(jar, manifest, program);
    return jar;
  }

  private static void write(Path jar, Manifest manifest, Class<?> type) throws IOException {
    String entry = type.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        var bytes = AgentFile.class.getClassLoader().getResourceAsStream(entry)) {
      out.putNextEntry(new JarEntry(entry));
      out.write(java.util.Objects.requireNonNull(bytes).readAllBytes());
    }
  }
}
