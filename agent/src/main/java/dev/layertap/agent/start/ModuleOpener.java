// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.start;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Opens the package of a block to core: an app on the module path opens it to nobody, and the
 * block's private fields are where core finds the names of children and annotations.
 */
public final class ModuleOpener implements BiPredicate<Object, Object> {
  private final Instrumentation instrumentation;

  /**
   * Makes what opens packages.
   *
   * @param instrumentation the JVM's
   */
  public ModuleOpener(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /**
   * Opens the package of a block, and of nothing else: all code in the JVM can ask for it.
   *
   * @param block a class that is or extends one of DJL's blocks
   * @param reader a class of core
   * @return whether the block's package is open now
   */
  @Override
  public boolean test(Object block, Object reader) {
    Class<?> type = (Class<?>) block;
    Module module = type.getModule();
    if (ConfiguredStarter.findBlock(type).isEmpty()
        || !instrumentation.isModifiableModule(module)) {
      return false;
    }
    instrumentation.redefineModule(
        module,
        Set.of(),
        Map.of(),
        Map.of(type.getPackageName(), Set.of(((Class<?>) reader).getModule())),
        Set.of(),
        Map.of());
    return true;
  }
}
