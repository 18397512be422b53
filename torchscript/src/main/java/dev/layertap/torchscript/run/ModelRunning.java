// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.util.Pair;
import dev.layertap.torchscript.twin.Twins;
import dev.layertap.trace.Tracer;
import dev.layertap.value.Value;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a model's twin where somebody wants what its modules return.
 *
 * <p>DJL turns the inputs into the engine's values, runs the method, and turns the result into an
 * {@code NDList}. The twin's name and its one more argument go in after the first step, and the
 * result is split before the last: so DJL does all three as ever, and sees nothing of the twin.
 */
final class ModelRunning {
  private final LoadedModels models;
  private final GraphOptimizer optimizer;

  /** Whether passes are captured for a configuration: all of them will be. */
  private final boolean capturesPasses;

  /**
   * The run that this thread is in, so that the steps between find it; empty in one that goes on as
   * ever. It is set to null after, not removed, which would tidy up among all that the thread has.
   */
  @SuppressWarnings("ThreadLocalUsage") // there is one of this class for one engine
  private final ThreadLocal<@Nullable Optional<TwinRun>> current = new ThreadLocal<>();

  ModelRunning(LoadedModels models, GraphOptimizer optimizer, boolean capturesPasses) {
    this.models = models;
    this.optimizer = optimizer;
    this.capturesPasses = capturesPasses;
  }

  /** {@code IValueUtils.forward}, which {@code Block.forward} ends in. */
  @Nullable Instead run(PtSymbolBlock block, NDList inputs, boolean training) {
    if (current.get() != null) {
      return null;
    }
    Optional<LoadedModel> model = models.find(block);
    if (model.isEmpty()) {
      return null;
    }
    Optional<TwinRun> twin = twinFor(model.get(), block, training);
    Optional<Twins.Plan> plan = model.get().planBeforeFirstPass();
    if (plan.isPresent() && (twin.isEmpty() || capturesPasses)) {
      plan(block, plan.get());
    }
    return twin.isEmpty()
        ? null
        : new Instead(() -> within(twin.get(), () -> IValueUtils.forward(block, inputs, training)));
  }

  /**
   * Has libtorch make the twin ready, as one graph. It takes about the time that libtorch needs for
   * the model itself at its first pass, and is possible before the twin has run only. So it is left
   * out where a model's first pass is in a scope that the app has opened: mostly there are not many
   * to follow, as in a test.
   */
  private void plan(PtSymbolBlock block, Twins.Plan plan) {
    if (!optimizer.isOn()) {
      return; // and nothing would be written into anything
    }
    try {
      plain(block, plan.inlining(), new IValue[0]).close();
      optimizer.without(() -> plain(block, plan.failing(), new IValue[0])).close();
    } catch (RuntimeException | LinkageError e) {
      // The second fails on purpose. If the first does, the twin runs as it is, call by call.
    }
  }

  private Optional<TwinRun> running() {
    Optional<TwinRun> run = current.get();
    return run == null ? Optional.empty() : run;
  }

  private static Optional<TwinRun> twinFor(
      LoadedModel model, PtSymbolBlock block, boolean training) {
    return Tracer.INSTANCE
        .moduleRun(block)
        .filter(wanting -> !wanting.isIdle())
        .map(wanting -> new TwinRun(model, wanting, training));
  }

  /** Runs the twin; if that fails, the original, as the app would have run it. */
  private <T> T within(TwinRun twin, Supplier<T> body) {
    current.set(Optional.of(twin));
    try {
      return optimizer.without(body);
    } catch (RuntimeException | LinkageError e) {
      if (!twin.isStarted()) {
        throw e;
      }
      twin.giveUp();
      T result = body.get();
      twin.failed(e);
      return result;
    } finally {
      current.set(null);
    }
  }

  /** {@code IValueUtils.getInputs}: the values and the name of the method that DJL will run. */
  @Nullable BiFunction<Object, Throwable, Object> inputs() {
    Optional<TwinRun> twin = running().filter(TwinRun::isWaitingForInputs);
    if (twin.isEmpty()) {
      return null;
    }
    return (result, thrown) ->
        thrown == null && result instanceof Pair<?, ?> pair
            ? twin.get().start((IValue[]) pair.getKey(), (String) pair.getValue())
            : result;
  }

  /** {@code IValue.toNDList}: of what the twin returned, only the model's own result goes on. */
  @Nullable Instead outputs(IValue raw, PtNDManager manager) {
    Optional<TwinRun> twin = running().filter(TwinRun::isWaitingForOutputs);
    if (twin.isEmpty()) {
      return null;
    }
    return new Instead(
        () -> {
          try (IValue original = twin.get().split(raw, manager)) {
            return original.toNDList(manager);
          }
        });
  }

  /**
   * {@code IValueUtils.runMethod}, which {@code PtSymbolBlock.forward(IValue...)} ends in. No
   * {@code Block.forward} encloses it, so it is a pass of its own.
   */
  @Nullable Instead method(PtSymbolBlock block, String method, IValue[] inputs) {
    if (current.get() != null) {
      return null;
    }
    return new Instead(() -> asPass(block, method, inputs));
  }

  private IValue asPass(PtSymbolBlock block, String method, IValue[] inputs) {
    try (PtNDManager manager = (PtNDManager) NDManager.newBaseManager("PyTorch")) {
      BiFunction<Object, Throwable, Object> pass =
          Tracer.INSTANCE.enter(block, () -> new IValues(manager, new Value.None()).read(inputs));
      return asPass(pass, block, method, inputs, manager);
    }
  }

  private IValue asPass(
      @Nullable BiFunction<Object, Throwable, Object> pass,
      PtSymbolBlock block,
      String method,
      IValue[] inputs,
      PtNDManager manager) {
    IValue result;
    try {
      result = runOnce(block, method, inputs, manager);
    } catch (RuntimeException | LinkageError e) {
      Object unused = end(pass, null, e);
      throw e;
    }
    Supplier<Value> outputs = () -> new IValues(manager, new Value.None()).read(result);
    if (end(pass, outputs, null) instanceof RuntimeException fatal) {
      result.close();
      throw fatal;
    }
    return result;
  }

  private static @Nullable Object end(
      @Nullable BiFunction<Object, Throwable, Object> pass,
      @Nullable Supplier<Value> outputs,
      @Nullable Throwable thrown) {
    return pass == null ? null : pass.apply(outputs, thrown);
  }

  private IValue runOnce(PtSymbolBlock block, String method, IValue[] inputs, PtNDManager manager) {
    // Nobody says whether it is a training.
    Optional<TwinRun> twin = models.find(block).flatMap(model -> twinFor(model, block, true));
    return twin.isEmpty()
        ? plain(block, method, inputs)
        : within(twin.get(), () -> run(twin.get(), block, method, inputs, manager));
  }

  private IValue plain(PtSymbolBlock block, String method, IValue[] inputs) {
    current.set(Optional.empty());
    try {
      return IValueUtils.runMethod(block, method, inputs);
    } finally {
      current.set(null);
    }
  }

  private static IValue run(
      TwinRun twin, PtSymbolBlock block, String method, IValue[] inputs, PtNDManager manager) {
    if (!twin.isWaitingForInputs()) {
      return IValueUtils.runMethod(block, method, inputs);
    }
    Pair<IValue[], String> started = twin.start(inputs, method);
    IValue raw = IValueUtils.runMethod(block, started.getValue(), started.getKey());
    if (!twin.isWaitingForOutputs()) {
      return raw;
    }
    try (raw) {
      return twin.split(raw, manager);
    } finally {
      started.getKey()[0].close();
    }
  }
}
