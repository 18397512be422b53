// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.start;

import java.util.Map;
import java.util.Optional;

/**
 * Has the TorchScript part make ready while an app starts DJL's engine, which waits for a disk
 * mostly: its classes are loaded, and what does not depend on a model is done.
 */
public final class EngineAhead {
  private static final String ENGINE = "ai/djl/pytorch/jni/JniUtils.class";
  private static final String PREPARING = "dev.layertap.torchscript.run.Preparation";

  private EngineAhead() {}

  /**
   * Makes ready what is in an app itself; a part that is nested in the agent's jar is not unpacked
   * for an app that may never load a model.
   *
   * @param djl the loader of DJL's first class
   * @param configuration as the agent read it
   */
  public static void prepare(ClassLoader djl, Map<?, ?> configuration) {
    if (djl.getResource(ENGINE) == null) {
      return;
    }
    try {
      Optional<Class<?>> preparing = find(djl);
      if (preparing.isPresent()) {
        Object unused = preparing.get().getMethod("prepare", Map.class).invoke(null, configuration);
      }
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      // Whoever starts the part for good will meet it too, and say so.
    }
  }

  private static Optional<Class<?>> find(ClassLoader djl) {
    try {
      return Optional.of(Class.forName(PREPARING, true, djl));
    } catch (ClassNotFoundException e) {
      return Optional.empty(); // the app has none, or an older one
    }
  }
}
