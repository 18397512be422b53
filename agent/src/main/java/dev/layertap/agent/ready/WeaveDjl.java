// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.ready;

import dev.layertap.agent.engine.EngineTransformer;
import dev.layertap.agent.weave.ForwardTransformer;
import dev.layertap.agent.weave.ReadyWoven;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** Weaves the classes of DJL's API and its PyTorch engine, as the agent would in an app. */
public final class WeaveDjl {
  /** A class of each jar. */
  private static final List<String> JARS =
      List.of("ai/djl/nn/Block.class", "ai/djl/pytorch/jni/JniUtils.class");

  private final ClassLoader djl;
  private final Path folder;
  private int woven;

  private WeaveDjl(ClassLoader djl, Path folder) {
    this.djl = djl;
    this.folder = folder;
  }

  /**
   * Writes each class that is woven, and what it was made of.
   *
   * @param args the folder to write into
   * @throws IOException if a class cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    WeaveDjl weaving = new WeaveDjl(WeaveDjl.class.getClassLoader(), Path.of(args[0]));
    for (String known : JARS) {
      weaving.weaveJarOf(known);
    }
  }

  private void weaveJarOf(String known) throws IOException {
    URL place = Objects.requireNonNull(djl.getResource(known), known);
    Path jar = fileOf(((JarURLConnection) place.openConnection()).getJarFileURL());
    int before = woven;
    try (JarFile classes = new JarFile(jar.toFile())) {
      for (Enumeration<JarEntry> all = classes.entries(); all.hasMoreElements(); ) {
        JarEntry entry = all.nextElement();
        if (entry.getName().startsWith("ai/djl/") && entry.getName().endsWith(".class")) {
          try (InputStream in = classes.getInputStream(entry)) {
            weave(entry.getName().replace(".class", ""), in.readAllBytes());
          }
        }
      }
    }
    if (woven == before) {
      throw new IllegalStateException("There is nothing to weave in " + jar);
    }
  }

  /** A local repository may lie in a folder whose name has a space. */
  private static Path fileOf(URL url) {
    return Path.of(URI.create(url.toString()));
  }

  private void weave(String className, byte[] plain) throws IOException {
    byte @Nullable [] forwards = ForwardTransformer.weaveAnew(className, plain);
    byte @Nullable [] sites = EngineTransformer.weaveAnew(djl, className, plain);
    if (forwards != null && sites != null) {
      throw new IllegalStateException(className + " is woven twice, and can be ready for one only");
    }
    byte[] result = forwards == null ? sites : forwards;
    if (result != null) {
      write(className + ReadyWoven.PLAIN, plain);
      write(className + ReadyWoven.WOVEN, result);
      woven++;
    }
  }

  private void write(String name, byte[] content) throws IOException {
    Path file = folder.resolve(ReadyWoven.FOLDER + name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }
}
