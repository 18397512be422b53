// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import ai.djl.util.Pair;
import dev.layertap.model.ModulePlace;
import dev.layertap.torchscript.twin.Twins;
import dev.layertap.trace.ModuleRun;
import dev.layertap.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One run of a twin: what goes in before the inputs, and what comes out beside the result. */
final class TwinRun {
  private enum Step {
    INPUTS,
    OUTPUTS,
    OVER
  }

  private final LoadedModel model;
  private final ModuleRun run;
  private final Map<Integer, List<ModulePlace>> wanted;
  private Step step = Step.INPUTS;

  TwinRun(LoadedModel model, ModuleRun run) {
    this.model = model;
    this.run = run;
    this.wanted =
        run.wanted().stream()
            .filter(place -> place.module().key() != RewrittenModel.NO_NUMBER)
            .collect(Collectors.groupingBy(place -> place.module().key()));
  }

  boolean isWaitingForInputs() {
    return step == Step.INPUTS;
  }

  boolean isWaitingForOutputs() {
    return step == Step.OUTPUTS;
  }

  boolean isStarted() {
    return step != Step.INPUTS;
  }

  void giveUp() {
    step = Step.OVER;
  }

  void failed(Throwable error) {
    run.fail(error);
  }

  /** Puts what is wanted in front of the inputs, if the method has a twin. */
  Pair<IValue[], String> start(IValue[] inputs, String method, PtNDManager manager) {
    if (!model.hasTwin(method)) {
      step = Step.OVER;
      return new Pair<>(inputs, method);
    }
    IValue[] longer = new IValue[inputs.length + 1];
    System.arraycopy(inputs, 0, longer, 1, inputs.length);
    longer[0] = selection(manager);
    step = Step.OUTPUTS;
    return new Pair<>(longer, model.twin(method));
  }

  private IValue selection(PtNDManager manager) {
    long[] slots = new long[model.selectionSize()];
    wanted.keySet().forEach(slot -> slots[2 * slot] = 1);
    try (NDArray array = manager.create(slots)) {
      NDScope.unregister(array);
      return IValue.from((PtNDArray) array);
    }
  }

  /** Hands on what the modules returned, and returns what the model did; the caller closes it. */
  IValue split(IValue raw, PtNDManager manager) {
    step = Step.OVER;
    IValue[] parts = raw.toIValueTuple();
    try (IValue slots = parts[1];
        IValue values = parts[2];
        PtNDManager own = (PtNDManager) manager.newSubManager()) {
      report(slots, values, own);
    } catch (RuntimeException | LinkageError e) {
      run.fail(e);
    }
    return parts[0];
  }

  private void report(IValue slots, IValue values, PtNDManager own) {
    long[] numbers = slots.toLongArray();
    IValue[] taken = values.toIValueArray();
    List<IValue> open = new ArrayList<>(List.of(taken));
    try {
      for (int i = 0; i < taken.length; i++) {
        if (numbers[i] == Twins.FORK) {
          fork(taken[i], own);
        } else {
          hand((int) numbers[i], taken[i], own);
        }
      }
    } finally {
      open.forEach(IValue::close);
    }
  }

  /** What ran beside stands where it was started. */
  private void fork(IValue store, PtNDManager own) {
    IValue[] parts = store.toIValueTuple();
    try (IValue slots = parts[0];
        IValue values = parts[1]) {
      report(slots, values, own);
    }
  }

  private void hand(int slot, IValue taken, PtNDManager own) {
    List<ModulePlace> places = wanted.getOrDefault(slot / 2, List.of());
    if (!places.isEmpty()) {
      Value value = IValues.read(taken, own);
      places.forEach(place -> run.report(place, value));
      value.arrays().close();
    }
  }
}
