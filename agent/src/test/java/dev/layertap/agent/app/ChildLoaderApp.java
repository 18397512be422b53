// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.app;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs another app with DJL and all in a loader of its own, which sees nothing of the class path:
 * so do application servers and Spring Boot.
 */
public final class ChildLoaderApp {
  private ChildLoaderApp() {}

  /** Takes a class path, a main class and its arguments. */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    ClassLoader loader = loader(arguments[0]);
    Class<?> main = loader.loadClass(arguments[1]);
    Thread.currentThread().setContextClassLoader(loader); // where DJL looks for its engines
    String[] rest = Arrays.copyOfRange(arguments, 2, arguments.length);
    main.getMethod("main", String[].class).invoke(null, (Object) rest);
  }

  static ClassLoader loader(String classPath) {
    List<URL> urls = new ArrayList<>();
    for (String path : classPath.split(File.pathSeparator, -1)) {
      try {
        urls.add(Path.of(path).toUri().toURL());
      } catch (MalformedURLException e) {
        throw new IllegalArgumentException(path, e);
      }
    }
    return new URLClassLoader(
        "webapp", urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }
}
