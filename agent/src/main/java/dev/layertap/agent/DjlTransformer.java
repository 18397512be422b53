// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import dev.layertap.agent.weave.ClassMethods;
import dev.layertap.agent.weave.ClassWeaver;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The agent's one transformer: it waits for the first class that has to do with DJL, has the agent
 * begin its work at that moment, and sends that class and all later ones through those who weave.
 *
 * <p>Most of what the agent costs a JVM is its beginning, and one without DJL never comes to it.
 * There is one transformer and not one that gives way to others, because a class that is being
 * loaded meanwhile would meet neither.
 */
final class DjlTransformer implements ClassFileTransformer {
  /** As far as it is read: a header, and a constant pool without constants. */
  private static final byte[] EMPTY_CLASS_FILE = {
    (byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 52, 0, 1
  };

  private final AgentStart start;
  private boolean begun;
  private volatile @Nullable List<ClassWeaver> weavers;

  DjlTransformer(AgentStart start) {
    this.start = start;
    // The JVM shows a transformer the very classes that it is made of, unless they are there.
    boolean unused = ClassMethods.mayDeclareForward(EMPTY_CLASS_FILE);
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> classBeingRedefined,
      @Nullable ProtectionDomain protectionDomain,
      byte[] classFile) {
    // The bootstrap loader has the JDK only, and a class without a name is a hidden one.
    if (loader == null || className == null) {
      return null;
    }
    List<ClassWeaver> current = weavers;
    if (current == null) {
      if (!concerns(className, classFile)) {
        return null;
      }
      current = begin();
      if (!current.isEmpty()) {
        AheadOfApp.begin(loader, start.ahead());
      }
    }
    byte[] result = null;
    for (ClassWeaver weaver : current) {
      byte[] woven =
          weaver.transform(
              loader,
              className,
              classBeingRedefined,
              protectionDomain,
              result == null ? classFile : result);
      result = woven == null ? result : woven;
    }
    return result;
  }

  /** A block of the app may be loaded before any class of DJL: the JVM asks for its file first. */
  private static boolean concerns(String className, byte[] classFile) {
    return className.startsWith("ai/djl/") || ClassMethods.mayDeclareForward(classFile);
  }

  /**
   * Begins, if that was not done. Other threads wait for it: their classes must be woven too. What
   * the beginning itself loads is not.
   */
  synchronized List<ClassWeaver> begin() {
    if (!begun) {
      begun = true;
      weavers = start.begin();
    }
    List<ClassWeaver> current = weavers;
    return current == null ? List.of() : current;
  }
}
