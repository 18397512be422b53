// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import dev.layertap.torchscript.cache.CacheSettings;
import dev.layertap.trace.Tracer;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the agent calls where DJL's PyTorch engine loads, runs and saves models. Only JDK types
 * cross, as between the agent and core.
 */
public final class EngineHooks
    implements BiFunction<Object, Object[], @Nullable BiFunction<Object, Throwable, Object>>,
        Supplier<Map<String, Object>>,
        AutoCloseable {
  private final LoadedModels models;
  private final ModelLoading loading;
  private final ModelSaving saving;
  private final ModelRunning running;
  private final GraphOptimizer optimizer = new GraphOptimizer();

  EngineHooks(LoadedModels models, ModelCache cache, boolean capturesPasses) {
    this.models = models;
    Consumer<String> user = line -> System.err.println("[layertap] " + line);
    OwnCalls own = new OwnCalls();
    this.loading = new ModelLoading(models, cache, own, user);
    this.saving = new ModelSaving(cache, own, user);
    this.running = new ModelRunning(models, optimizer, capturesPasses);
  }

  /**
   * Begins to rewrite the models that the engine loads.
   *
   * @param configuration as the agent read it
   * @return what to tell of the engine's calls
   */
  public static BiFunction<Object, Object[], @Nullable BiFunction<Object, Throwable, Object>> start(
      Map<String, Object> configuration) {
    LoadedModels models = new LoadedModels();
    Tracer.INSTANCE.interiors().add(models);
    boolean capturesPasses =
        configuration.containsKey("captures")
            || Boolean.TRUE.equals(configuration.get("annotated"));
    return new EngineHooks(
        models, new ModelCache(CacheSettings.configured(configuration)), capturesPasses);
  }

  /**
   * A method of the engine begins.
   *
   * @param site which one
   * @param call the site again, the object it was called on, and its arguments, which may be
   *     changed
   * @return what to run when it ends; a {@link java.util.function.Supplier} too if the method's own
   *     body shall be left out
   */
  @Override
  public @Nullable BiFunction<Object, Throwable, Object> apply(Object site, Object[] call) {
    Object[] arguments = (Object[]) call[2];
    return switch (String.valueOf(site)) {
      case "LOAD_FILE" ->
          loading.file(
              (PtNDManager) arguments[0],
              (Path) arguments[1],
              (Boolean) arguments[2],
              (String[]) arguments[3],
              (String[]) arguments[4],
              (Boolean) arguments[5]);
      case "LOAD_STREAM" ->
          loading.stream(
              (PtNDManager) arguments[0],
              (InputStream) arguments[1],
              (Boolean) arguments[2],
              (Boolean) arguments[3]);
      case "SAVE" ->
          save((PtSymbolBlock) arguments[0], (OutputStream) arguments[1], (Boolean) arguments[2]);
      case "METHOD_NAMES" -> methodNames((PtSymbolBlock) arguments[0]);
      case "RUN" ->
          running.run((PtSymbolBlock) arguments[0], (NDList) arguments[1], (Boolean) arguments[2]);
      case "INPUTS" -> running.inputs();
      case "OUTPUTS" -> running.outputs((IValue) call[1], (PtNDManager) arguments[0]);
      case "RUN_METHOD" ->
          running.method(
              (PtSymbolBlock) arguments[0], (String) arguments[1], (IValue[]) arguments[2]);
      case "OPTIMIZER" -> {
        optimizer.set((Boolean) arguments[0]);
        yield null;
      }
      default -> null;
    };
  }

  /**
   * Returns the models that the engine has loaded since.
   *
   * @return {@code open}, the files of those whose modules can be captured, and {@code closed}, the
   *     reasons of the others
   */
  @Override
  public Map<String, Object> get() {
    return models.facts();
  }

  /** Leaves the engine to itself. Models that were rewritten keep what was added to them. */
  @Override
  public void close() {
    Tracer.INSTANCE.forget(models);
  }

  private @Nullable Instead save(PtSymbolBlock block, OutputStream out, boolean withSize) {
    Optional<LoadedModel> model = models.find(block);
    return model.isEmpty() ? null : saving.save(block, model.get(), out, withSize);
  }

  private @Nullable BiFunction<Object, Throwable, Object> methodNames(PtSymbolBlock block) {
    Optional<LoadedModel> model = models.find(block);
    return model.isEmpty()
        ? null
        : (result, thrown) ->
            result instanceof String[] names ? model.get().originalMethods(names) : result;
  }
}
