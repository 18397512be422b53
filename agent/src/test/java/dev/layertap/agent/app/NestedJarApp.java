// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import org.jspecify.annotations.Nullable;

/** Attaches an agent whose jar lies in the app's jar, as in Spring Boot's. */
public final class NestedJarApp {
  private NestedJarApp() {}

  /** Takes the outer jar and the name of the inner one. */
  public static void main(String[] arguments) throws Exception {
    URL inner = new URL("jar:" + Path.of(arguments[0]).toUri() + "!/" + arguments[1]);
    new NestedLoader(inner)
        .loadClass("dev.layertap.agent.SelfAttach")
        .getMethod("attach")
        .invoke(null);
    System.out.println("attached " + EventPrinter.bridge().getName());
  }

  private static final class NestedLoader extends ClassLoader {
    private final Map<String, byte[]> entries = new HashMap<>();
    private final ProtectionDomain domain;

    NestedLoader(URL inner) throws IOException {
      super(ClassLoader.getPlatformClassLoader());
      domain =
          new ProtectionDomain(
              new CodeSource(new URL(inner + "!/"), (Certificate[]) null), null, this, null);
      try (JarInputStream jar = new JarInputStream(inner.openStream())) {
        for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
          entries.put(entry.getName(), jar.readAllBytes());
        }
      }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] classFile = entries.get(name.replace('.', '/') + ".class");
      if (classFile == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, classFile, 0, classFile.length, domain);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
      byte[] content = entries.get(name);
      return content == null ? null : new ByteArrayInputStream(content);
    }
  }
}
