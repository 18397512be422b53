// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import ai.djl.util.Pair;
import dev.layertap.take.Side;
import dev.layertap.trace.ModuleRun;
import dev.layertap.value.Value;

/** One run of a twin: what goes in before the inputs, and what comes out beside the result. */
final class TwinRun {
  private enum Step {
    INPUTS,
    OUTPUTS,
    OVER
  }

  private final LoadedModel model;
  private final ModuleRun run;
  private final Selection selection;
  private Step step = Step.INPUTS;

  TwinRun(LoadedModel model, ModuleRun run) {
    this.model = model;
    this.run = run;
    this.selection =
        new Selection(run.wanted(Side.OUTPUT), run.wanted(Side.INPUT), model.selectionSize());
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
  Pair<IValue[], String> start(IValue[] inputs, String method, NDManager manager) {
    if (!model.hasTwin(method)) {
      step = Step.OVER;
      return new Pair<>(inputs, method);
    }
    IValue[] longer = new IValue[inputs.length + 1];
    System.arraycopy(inputs, 0, longer, 1, inputs.length);
    longer[0] = selection.asArgument(manager);
    step = Step.OUTPUTS;
    return new Pair<>(longer, model.twin(method));
  }

  /** Hands on what the modules returned, and returns what the model did; the caller closes it. */
  IValue split(IValue raw, PtNDManager manager) {
    step = Step.OVER;
    IValue[] parts = raw.toIValueTuple();
    try (IValue slots = parts[1];
        IValue values = parts[2];
        PtNDManager own = (PtNDManager) manager.newSubManager()) {
      TwinResult.walk(slots, values, new Handing(own));
    } catch (RuntimeException | LinkageError e) {
      run.fail(e);
    }
    return parts[0];
  }

  /** Hands each value to those who want it. */
  private final class Handing implements TwinResult.Visitor {
    private final PtNDManager own;

    Handing(PtNDManager own) {
      this.own = own;
    }

    @Override
    public void taken(int slot, IValue taken) {
      Value value = new IValues(own, model.noneOf(slot)).read(taken);
      selection.placesOf(slot).forEach(place -> run.report(place, side(slot), value));
    }

    private static Side side(int slot) {
      return Selection.isInput(slot) ? Side.INPUT : Side.OUTPUT;
    }

    @Override
    public void removed(int slot) {
      selection
          .placesOf(slot)
          .forEach(place -> run.report(place, side(slot), RewrittenModel.REMOVED));
    }
  }
}
