// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.weave;

/** Names a class loader for messages, without calling into it: it may be anybody's code. */
final class LoaderNames {
  private LoaderNames() {}

  static String of(ClassLoader loader) {
    String name = loader.getName();
    return (name == null || name.isEmpty() ? "" : name + " ")
        + loader.getClass().getName()
        + "@"
        + Integer.toHexString(System.identityHashCode(loader));
  }
}
