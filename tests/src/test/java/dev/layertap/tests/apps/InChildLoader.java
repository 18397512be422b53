// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.apps;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs an app the way a server does: DJL and the app in a loader that the system loader knows
 * nothing of, and which knows nothing of the system loader. Arguments: the class path, the class.
 */
public final class InChildLoader {
  private InChildLoader() {}

  public static void main(String[] args) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : args[0].split(java.io.File.pathSeparator, -1)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    String[] rest = java.util.Arrays.copyOfRange(args, 2, args.length);
    try (URLClassLoader loader =
        new URLClassLoader(
            "webapp", urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Thread.currentThread().setContextClassLoader(loader);
      loader.loadClass(args[1]).getMethod("main", String[].class).invoke(null, (Object) rest);
    }
  }
}
