// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.weave;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Weaves each class that declares a {@code forward}, as the JVM loads it, whatever its name: a
 * block of the app as well as DJL's own.
 *
 * <p>No class is skipped for coming before DJL's, because the JVM asks for a block's own file
 * before it loads {@code Block} above it.
 */
public final class ForwardTransformer implements ClassWeaver {
  private final WeavingRecord record;
  private final RefusedLoaders refused = new RefusedLoaders();

  /**
   * Makes a transformer that has seen nothing yet.
   *
   * @param record where it writes down what it did
   */
  public ForwardTransformer(WeavingRecord record) {
    this.record = record;
  }

  @Override
  public byte @Nullable [] transform(
      ClassLoader loader,
      String className,
      @Nullable Class<?> classBeingRedefined,
      @Nullable ProtectionDomain protectionDomain,
      byte[] classFile) {
    try {
      return ExpectedDjl.isChecked(className)
          ? check(loader, className, classBeingRedefined, protectionDomain, classFile)
          : weaveForwards(loader, className, classFile);
    } catch (Throwable e) { // the record says what becomes of the class
      return Unloadable.unless(classBeingRedefined, record.unwoven(className, loader, e));
    }
  }

  private byte @Nullable [] check(
      ClassLoader loader,
      String className,
      @Nullable Class<?> classBeingRedefined,
      @Nullable ProtectionDomain protectionDomain,
      byte[] classFile)
      throws IOException {
    Optional<String> problem =
        ExpectedDjl.problem(className, ClassMethods.of(classFile), place(protectionDomain, loader));
    if (problem.isPresent()) {
      refused.add(loader);
      byte[] instead = Unloadable.unless(classBeingRedefined, record.refused(problem.get()));
      if (instead != null) {
        return instead;
      }
    }
    return weaveForwards(loader, className, classFile);
  }

  private byte @Nullable [] weaveForwards(ClassLoader loader, String className, byte[] classFile)
      throws IOException {
    if (refused.covers(loader)) {
      return null;
    }
    byte[] woven = weave(className, classFile);
    if (woven != null) {
      record.woven(className, loader);
    }
    return woven;
  }

  static byte @Nullable [] weave(String className, byte[] classFile) throws IOException {
    if (!ClassMethods.mayDeclareForward(classFile)) {
      return null;
    }
    byte[] ready = ReadyWoven.find(className, classFile);
    return ready == null ? weaveAnew(className, classFile) : ready;
  }

  /**
   * Weaves a class, whether or not the build has done so.
   *
   * @param className its internal name
   * @param classFile its bytes
   * @return its bytes when it is woven; null if it declares no {@code forward}
   * @throws IOException if the bytes end too early
   */
  public static byte @Nullable [] weaveAnew(String className, byte[] classFile) throws IOException {
    return ClassMethods.mayDeclareForward(classFile)
            && ClassMethods.of(classFile).hasForwardToWeave()
        ? LazyWeaver.INSTANCE.weave(className.replace('/', '.'), classFile)
        : null;
  }

  private static String place(@Nullable ProtectionDomain domain, ClassLoader loader) {
    CodeSource source = domain == null ? null : domain.getCodeSource();
    return source == null || source.getLocation() == null
        ? LoaderNames.of(loader)
        : source.getLocation().toString();
  }

  /** Loads Byte Buddy when it is first needed. */
  private static final class LazyWeaver {
    static final Weaver INSTANCE = create();

    private static Weaver create() {
      try {
        return new Weaver();
      } catch (IOException e) {
        throw new UncheckedIOException("The agent's jar is damaged", e);
      }
    }
  }
}
