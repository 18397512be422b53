// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.start;

import dev.layertap.agent.jar.OwnFiles;
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
 * A part of Layertap that is nested in the agent's jar, for an app that brings none: below the
 * loader of DJL or of its engine, because the part links to them and they do not know it.
 *
 * <p>It is read into memory (it is small), so it needs no temporary file, which an app in a
 * container may have no place for.
 */
final class NestedJar extends ClassLoader {
  private static final String CLASS = ".class";
  private static final String OURS = "dev.layertap.";

  static {
    registerAsParallelCapable();
  }

  private final Map<String, byte[]> entries;

  /** Where the other parts of Layertap are that this one links to. */
  private final ClassLoader otherParts;

  private NestedJar(
      String name, ClassLoader parent, ClassLoader otherParts, Map<String, byte[]> entries) {
    super("layertap-" + name, parent);
    this.otherParts = otherParts;
    this.entries = entries;
  }

  /**
   * Makes a loader of its own copy.
   *
   * @param name the part: {@code core}
   * @param parent the loader of what it links to
   * @param otherParts the loader of the parts of Layertap that it links to
   */
  static NestedJar of(String name, ClassLoader parent, ClassLoader otherParts) throws IOException {
    String file = "META-INF/layertap/" + name + ".jar";
    byte[] nested = OwnFiles.read(file);
    if (nested == null) {
      throw new FileNotFoundException(
          "There is no layertap-" + name + " in the app and no " + file + " in the agent's jar.");
    }
    return new NestedJar(name, parent, otherParts, unpack(nested));
  }

  private static Map<String, byte[]> unpack(byte[] nested) throws IOException {
    Map<String, byte[]> entries = new HashMap<>();
    try (JarInputStream jar = new JarInputStream(new ByteArrayInputStream(nested))) {
      for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
        entries.put(entry.getName(), jar.readAllBytes());
      }
    }
    return entries;
  }

  /**
   * Asks the parent for DJL only: the loader of a web app that was undeployed finds nothing any
   * more, and says so in the server's log, while the sinks may still have a pass to take.
   */
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (isOfTheJdk(name)) {
      try {
        return getPlatformClassLoader().loadClass(name);
      } catch (ClassNotFoundException e) {
        return super.loadClass(name, resolve);
      }
    }
    if (!entries.containsKey(fileOf(name))) {
      return name.startsWith(OURS) && otherParts != getParent()
          ? otherParts.loadClass(name) // the parent would look for it everywhere, in vain
          : super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  /**
   * Loads all of its classes, so that whoever uses them need not wait. None is initialised, and one
   * that links to what the app has not is left.
   */
  void loadAll() {
    for (String file : entries.keySet()) {
      if (file.endsWith(CLASS)) {
        String name = file.substring(0, file.length() - CLASS.length()).replace('/', '.');
        try {
          Class<?> unused = loadClass(name);
        } catch (ClassNotFoundException | LinkageError e) {
          // Whoever needs it will meet it too, and say so.
        }
      }
    }
  }

  /** Where the other parts are that it links to. */
  ClassLoader otherParts() {
    return otherParts;
  }

  private static boolean isOfTheJdk(String name) {
    return name.startsWith("java.") || name.startsWith("javax.") || name.startsWith("jdk.");
  }

  private static String fileOf(String name) {
    return name.replace('.', '/') + CLASS;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] classFile = entries.get(fileOf(name));
    if (classFile == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, classFile, 0, classFile.length, NestedJar.class.getProtectionDomain());
  }

  /**
   * Its own, as they lie in memory: a URL of another kind than the app's costs as {@link OwnFiles}
   * tells.
   */
  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    byte[] content = entries.get(name);
    return content == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(content);
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
