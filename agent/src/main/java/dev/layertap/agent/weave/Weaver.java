// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.weave;

import static net.bytebuddy.matcher.ElementMatchers.hasDescriptor;
import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isNative;
import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;

import dev.layertap.agent.bridge.InstalledBridge;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.TypeResolutionStrategy;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.pool.TypePool;

/**
 * Puts {@link ForwardAdvice} into the class file of a class that declares a {@code forward}.
 *
 * <p>It works from bytes to bytes: of the app it sees the one class file and asks no loader for
 * more, so it loads no class of the app and cannot meet a lock of its loaders. The one type it has
 * to know more about than its name, {@code NDList}, it is told.
 *
 * <p>Loading this class loads Byte Buddy, so it is first touched when there is something to weave.
 */
final class Weaver {
  private static final TypeDescription OBJECT = TypeDescription.ForLoadedType.of(Object.class);
  private static final TypeDescription ND_LIST =
      new TypeDescription.Latent(
          "ai.djl.ndarray.NDList",
          Modifier.PUBLIC,
          OBJECT.asGenericType(),
          new TypeDescription.Generic[0]);

  /** Looks at a class's own methods only: what it inherits stands in files that are not there. */
  private final ByteBuddy byteBuddy =
      new ByteBuddy().with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE);

  private final AsmVisitorWrapper advice;

  Weaver() throws IOException {
    String name = ForwardAdvice.class.getName();
    ClassFileLocator adviceFile =
        ClassFileLocator.Simple.of(
            name, InstalledBridge.linkedToBridge(ForwardAdvice.class, "ForwardAdvice"));
    ClassFileLocator files =
        new ClassFileLocator.Compound(
            adviceFile, ClassFileLocator.ForClassLoader.of(Weaver.class.getClassLoader()));
    TypeDescription described = TypePool.Default.of(files).describe(name).resolve();
    Advice forward =
        Advice.withCustomMapping()
            .bind(ForwardAdvice.ResultType.class, ND_LIST)
            .to(described, files);
    advice =
        forward.on(
            named("forward")
                .and(not(isAbstract().or(isNative()).or(isStatic())))
                .and(
                    hasDescriptor(ForwardKind.PLAIN.descriptor())
                        .or(hasDescriptor(ForwardKind.WITH_LABELS.descriptor()))));
  }

  /**
   * Weaves each {@code forward} of a class.
   *
   * @param className the class's name
   * @param classFile its class file
   * @return the class file to use instead
   * @throws UnsupportedClassVersionError if a newer Java made the file than Byte Buddy knows
   */
  byte[] weave(String className, byte[] classFile) {
    checkVersion(classFile);
    ClassFileLocator files = ClassFileLocator.Simple.of(className, classFile);
    TypePool known =
        new TypePool.Default.WithLazyResolution(
            new TypePool.CacheProvider.Simple(),
            files,
            TypePool.Default.ReaderMode.FAST,
            new TypePool.Explicit(
                TypePool.ClassLoading.ofBootLoader(), Map.of(ND_LIST.getName(), ND_LIST)));
    return byteBuddy
        .decorate(known.describe(className).resolve(), files)
        .visit(advice)
        .make(TypeResolutionStrategy.Disabled.INSTANCE, known)
        .getBytes();
  }

  private static void checkVersion(byte[] classFile) {
    ClassFileVersion version = ClassFileVersion.ofClassFile(classFile);
    if (version.isGreaterThan(ClassFileVersion.latest())) {
      throw new UnsupportedClassVersionError(
          "it was compiled for Java "
              + version.getJavaVersion()
              + ", which this agent does not know yet; use a newer Layertap");
    }
  }
}
