// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.weave;

import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/** Changes classes as the JVM loads them. It says itself what goes wrong, and throws nothing. */
@FunctionalInterface
public interface ClassWeaver {
  /**
   * Weaves a class, if it is one of its own.
   *
   * @param loader who loads it, which is never the bootstrap loader
   * @param className its internal name
   * @param loaded the class, if it is there already
   * @param domain where it comes from, if that is known
   * @param classFile its bytes
   * @return the bytes that it shall have; null for these
   */
  byte @Nullable [] transform(
      ClassLoader loader,
      String className,
      @Nullable Class<?> loaded,
      @Nullable ProtectionDomain domain,
      byte[] classFile);
}
