// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;

/**
 * Has the JDK let go of core's types: for the records whose methods were linked last it keeps the
 * types of a component, and with them their loader. So it is given others, which are nobody's.
 */
final class KeptTypes {
  private KeptTypes() {}

  private record Nobodys(String text) {}

  static void release() {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MethodHandle text =
          lookup.findVirtual(Nobodys.class, "text", MethodType.methodType(String.class));
      link(
          lookup,
          "equals",
          MethodType.methodType(boolean.class, Nobodys.class, Object.class),
          text);
      link(lookup, "hashCode", MethodType.methodType(int.class, Nobodys.class), text);
      link(lookup, "toString", MethodType.methodType(String.class, Nobodys.class), text);
    } catch (Throwable e) { // as the JDK declares it
      Stderr.say("The JVM may keep some of Layertap's classes until it ends: " + e);
    }
  }

  private static void link(
      MethodHandles.Lookup lookup, String method, MethodType type, MethodHandle text)
      throws Throwable {
    Object unused = ObjectMethods.bootstrap(lookup, method, type, Nobodys.class, "text", text);
  }
}
