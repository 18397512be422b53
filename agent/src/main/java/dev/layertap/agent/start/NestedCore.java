// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.start;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The core that is nested in the agent's jar, for an app that brings none: below DJL's loader,
 * because core links to DJL and DJL does not know core.
 *
 * <p>It is read into memory (it is small), so it needs no temporary file, which an app in a
 * container may have no place for.
 */
final class NestedCore extends ClassLoader {
  private static final String JAR = "/META-INF/layertap/core.jar";

  static {
    registerAsParallelCapable();
  }

  private final Map<String, byte[]> entries;

  private NestedCore(ClassLoader djl, Map<String, byte[]> entries) {
    super("layertap-core", djl);
    this.entries = entries;
  }

  /** Makes a loader of its own copy. */
  static ClassLoader below(ClassLoader djl) throws IOException {
    try (InputStream nested = NestedCore.class.getResourceAsStream(JAR)) {
      if (nested == null) {
        throw new FileNotFoundException(
            "There is no layertap-core in the app and no " + JAR + " in the agent's jar.");
      }
      return new NestedCore(djl, unpack(nested));
    }
  }

  private static Map<String, byte[]> unpack(InputStream nested) throws IOException {
    Map<String, byte[]> entries = new HashMap<>();
    try (JarInputStream jar = new JarInputStream(nested)) {
      for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
        entries.put(entry.getName(), jar.readAllBytes());
      }
    }
    return entries;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] classFile = entries.get(name.replace('.', '/') + ".class");
    if (classFile == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(
        name, classFile, 0, classFile.length, NestedCore.class.getProtectionDomain());
  }

  @Override
  protected @Nullable URL findResource(String name) {
    byte[] content = entries.get(name);
    if (content == null) {
      return null;
    }
    try {
      return new URL("layertap", null, -1, "/" + name, new InMemory(content));
    } catch (MalformedURLException e) {
      throw new IllegalStateException("A URL with a handler of its own", e);
    }
  }

  /** Opens one entry. */
  private static final class InMemory extends URLStreamHandler {
    private final byte[] content;

    InMemory(byte[] content) {
      this.content = content;
    }

    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {}

        @Override
        public InputStream getInputStream() {
          return new ByteArrayInputStream(content);
        }
      };
    }
  }
}
