// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.start;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Has core and the TorchScript part make ready while an app starts DJL's engine, which waits for a
 * disk mostly: their classes are loaded, and what does not depend on a model is done. Neither is
 * started, for that is done on a thread of the app.
 */
public final class EngineAhead {
  private static final String ENGINE = "ai/djl/pytorch/jni/JniUtils.class";
  private static final String PREPARING = "dev.layertap.torchscript.run.Preparation";

  private final EngineStarter engines;
  private final Map<?, ?> configuration;

  /**
   * Makes ready to make ready.
   *
   * @param engines starts the TorchScript part, and knows who starts core
   * @param configuration as the agent read it
   */
  public EngineAhead(EngineStarter engines, Map<?, ?> configuration) {
    this.engines = engines;
    this.configuration = configuration;
  }

  /**
   * Makes ready what is in an app itself, and what is nested in the agent's jar and the
   * configuration wants.
   *
   * @param djl the loader of DJL's first class
   */
  public void prepare(ClassLoader djl) {
    try {
      ClassLoader core = core(djl);
      if (djl.getResource(ENGINE) != null) {
        prepare(djl, core);
      }
    } catch (IOException | ReflectiveOperationException | RuntimeException | LinkageError e) {
      // Whoever starts them for good will meet it too, and say so.
    }
  }

  private @Nullable ClassLoader core(ClassLoader djl) throws ClassNotFoundException, IOException {
    Optional<ConfiguredStarter> starter = engines.core();
    return starter.isPresent() ? starter.get().prepare(djl) : null;
  }

  private void prepare(ClassLoader djl, @Nullable ClassLoader core)
      throws ReflectiveOperationException, IOException {
    // An app that has the TorchScript part has core, and a look for what is not there takes time.
    Optional<Class<?>> preparing = core == null || core == djl ? find(djl) : Optional.empty();
    if (preparing.isEmpty() && core != null) {
      preparing = find(engines.prepare(djl, core));
    }
    if (preparing.isPresent()) {
      Object unused = preparing.get().getMethod("prepare", Map.class).invoke(null, configuration);
    }
  }

  private static Optional<Class<?>> find(ClassLoader loader) {
    try {
      return Optional.of(Class.forName(PREPARING, true, loader));
    } catch (ClassNotFoundException e) {
      return Optional.empty(); // the app has none, or an older one
    }
  }
}
