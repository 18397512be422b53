// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.apps;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;

/**
 * A record that is linked again and again. A JDK before 19 keeps the types of the record that was
 * linked last ({@code OBJECT_EQ} and its like in {@link ObjectMethods} remember what they were
 * adapted to), until another one is: so it is JDK 17, not Layertap, that would keep a web app whose
 * records were the last. One that is merely compared is linked the first time only.
 */
record LinkedRecord(String text) {
  /** Makes the JDK forget all other records. */
  static void displace() {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MethodHandle text =
          lookup.findVirtual(LinkedRecord.class, "text", MethodType.methodType(String.class));
      link(lookup, "equals", text, boolean.class, LinkedRecord.class, Object.class);
      link(lookup, "hashCode", text, int.class, LinkedRecord.class);
      link(lookup, "toString", text, String.class, LinkedRecord.class);
    } catch (Throwable e) { // as the JDK declares it
      throw new AssertionError(e);
    }
  }

  private static void link(
      MethodHandles.Lookup lookup,
      String method,
      MethodHandle text,
      Class<?> result,
      Class<?>... parameters)
      throws Throwable {
    Object unused =
        ObjectMethods.bootstrap(
            lookup,
            method,
            MethodType.methodType(result, parameters),
            LinkedRecord.class,
            "text",
            text);
  }
}
