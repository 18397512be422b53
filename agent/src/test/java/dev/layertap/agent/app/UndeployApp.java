// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.app;

import java.lang.ref.WeakReference;
import java.util.List;

/** Deploys an app that listens, or that a configuration listens to, and undeploys it again. */
public final class UndeployApp {
  private UndeployApp() {}

  /** Takes a class path, a main class and its arguments. */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    WeakReference<ClassLoader> app = deployAndForget(arguments);
    displaceLastComparedRecord();
    while (app.get() != null) {
      System.gc();
    }
    System.out.println("undeployed");
  }

  private static WeakReference<ClassLoader> deployAndForget(String[] arguments)
      throws ReflectiveOperationException {
    ClassLoader loader = ChildLoaderApp.loader(arguments[0]);
    Object app = loader.loadClass(arguments[1]).getConstructor().newInstance();
    ((Runnable) app).run();
    return new WeakReference<>(loader);
  }

  /**
   * JDK 17 keeps the types of the record that was compared last (in {@code
   * java.lang.runtime.ObjectMethods}), and so their loader, until another kind of record is.
   */
  private static void displaceLastComparedRecord() {
    if (!new Compared("one", List.of()).equals(new Compared("one", List.of()))) {
      throw new AssertionError();
    }
  }

  private record Compared(String text, List<String> list) {}
}
