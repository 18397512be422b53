// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.engine;

import dev.layertap.agent.weave.ClassMethods;
import dev.layertap.agent.weave.ClassWeaver;
import dev.layertap.agent.weave.ReadyWoven;
import dev.layertap.agent.weave.WeavingRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.ProtectionDomain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Weaves the classes of {@link EngineSite} as the JVM loads them. */
public final class EngineTransformer implements ClassWeaver {
  private final WeavingRecord record;

  /**
   * Makes a transformer that has seen nothing yet.
   *
   * @param record where it writes down what it did
   */
  public EngineTransformer(WeavingRecord record) {
    this.record = record;
  }

  /**
   * Returns whether a class is one of those that this transformer weaves.
   *
   * @param type a class that is loaded
   * @return true if it must be sent through the transformer
   */
  public static boolean concerns(Class<?> type) {
    return !EngineSite.of(type.getName().replace('.', '/')).isEmpty();
  }

  @Override
  public byte @Nullable [] transform(
      ClassLoader loader,
      String className,
      @Nullable Class<?> classBeingRedefined,
      @Nullable ProtectionDomain protectionDomain,
      byte[] classFile) {
    if (EngineSite.of(className).isEmpty()) {
      return null;
    }
    try {
      byte[] ready = ReadyWoven.find(className, classFile);
      byte[] woven = ready == null ? weaveAnew(loader, className, classFile) : ready;
      record.woven(className, loader);
      return woven;
    } catch (Throwable e) { // the record says what becomes of the class
      byte[] instead = record.closedEngine(className, loader, e);
      return classBeingRedefined == null ? instead : null; // a loaded one stays as it is
    }
  }

  /**
   * Weaves a class, whether or not the build has done so.
   *
   * @param loader who finds the files of the classes that it mentions
   * @param className its internal name
   * @param classFile its bytes
   * @return its bytes when it is woven; null if it has no site
   * @throws IOException if the bytes end too early
   * @throws IllegalStateException if this is another DJL, which has not all of its sites
   */
  public static byte @Nullable [] weaveAnew(ClassLoader loader, String className, byte[] classFile)
      throws IOException {
    List<EngineSite> sites = EngineSite.of(className);
    if (sites.isEmpty()) {
      return null;
    }
    ClassMethods methods = ClassMethods.of(classFile);
    for (EngineSite site : sites) {
      if (!methods.declares(site.method(), site.descriptor())) {
        throw new IllegalStateException(
            "this DJL has no " + site.method() + site.descriptor() + "; 0.36.0 has");
      }
    }
    return LazyWeaver.INSTANCE.weave(loader, sites, classFile);
  }

  /** Loads Byte Buddy when it is first needed. */
  private static final class LazyWeaver {
    static final EngineWeaver INSTANCE = create();

    private static EngineWeaver create() {
      try {
        return new EngineWeaver();
      } catch (IOException e) {
        throw new UncheckedIOException("The agent's jar is damaged", e);
      }
    }
  }
}
