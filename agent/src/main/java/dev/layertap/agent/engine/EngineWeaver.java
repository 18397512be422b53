// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.engine;

import static net.bytebuddy.matcher.ElementMatchers.hasDescriptor;
import static net.bytebuddy.matcher.ElementMatchers.named;

import dev.layertap.agent.bridge.InstalledBridge;
import java.io.IOException;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.TypeResolutionStrategy;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.pool.TypePool;

/**
 * Puts {@link EngineAdvice} into a class of DJL's PyTorch engine.
 *
 * <p>Loading this class loads Byte Buddy, so it is first touched when the engine is there.
 */
final class EngineWeaver {
  private final ByteBuddy byteBuddy =
      new ByteBuddy().with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE);
  private final ClassFileLocator adviceFiles;
  private final TypeDescription advice;

  EngineWeaver() throws IOException {
    String name = EngineAdvice.class.getName();
    adviceFiles =
        new ClassFileLocator.Compound(
            ClassFileLocator.Simple.of(
                name, InstalledBridge.linkedToBridge(EngineAdvice.class, "EngineAdvice")),
            ClassFileLocator.ForClassLoader.of(EngineWeaver.class.getClassLoader()));
    advice = TypePool.Default.of(adviceFiles).describe(name).resolve();
  }

  /** Weaves each site of a class; what the class mentions is read from its loader, as files. */
  byte[] weave(ClassLoader loader, List<EngineSite> sites, byte[] classFile) {
    String className = sites.get(0).owner().replace('/', '.');
    ClassFileLocator files =
        new ClassFileLocator.Compound(
            ClassFileLocator.Simple.of(className, classFile),
            ClassFileLocator.ForClassLoader.of(loader));
    TypePool pool =
        new TypePool.Default.WithLazyResolution(
            new TypePool.CacheProvider.Simple(), files, TypePool.Default.ReaderMode.FAST);
    DynamicType.Builder<?> builder = byteBuddy.decorate(pool.describe(className).resolve(), files);
    for (EngineSite site : sites) {
      builder =
          builder.visit(
              Advice.withCustomMapping()
                  .bind(EngineAdvice.Site.class, site.name())
                  .bind(EngineAdvice.Always.class, site.always())
                  .to(advice, adviceFiles)
                  .on(named(site.method()).and(hasDescriptor(site.descriptor()))));
    }
    return builder.make(TypeResolutionStrategy.Disabled.INSTANCE, pool).getBytes();
  }
}
