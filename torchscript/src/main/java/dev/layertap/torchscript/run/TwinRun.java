// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import ai.djl.util.Pair;
import dev.layertap.model.ModulePlace;
import dev.layertap.take.Side;
import dev.layertap.take.Take;
import dev.layertap.trace.Call;
import dev.layertap.trace.ModuleRun;
import dev.layertap.value.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
  private final boolean training;

  /** How many bytes may be held; -1 for any number. */
  private final long room;

  private Step step = Step.INPUTS;

  /**
   * Prepares a run.
   *
   * @param training whether what it takes may be in an autograd graph
   */
  TwinRun(LoadedModel model, ModuleRun run, boolean training) {
    this.model = model;
    this.training = training;
    this.run = run;
    long limit = run.room();
    this.room = limit == Long.MAX_VALUE ? -1 : limit;
    this.selection = model.selection(run, room >= 0);
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
  Pair<IValue[], String> start(IValue[] inputs, String method) {
    if (!model.hasTwin(method)) {
      step = Step.OVER;
      return new Pair<>(inputs, method);
    }
    IValue[] longer = new IValue[inputs.length + 1];
    System.arraycopy(inputs, 0, longer, 1, inputs.length);
    longer[0] = selection.asArgument(room);
    step = Step.OUTPUTS;
    return new Pair<>(longer, model.twin(method));
  }

  /** Hands on what the modules returned, and returns what the model did; the caller closes it. */
  IValue split(IValue raw, PtNDManager manager) {
    step = Step.OVER;
    IValue[] parts = raw.toIValueTuple();
    try (IValue slots = parts[1];
        IValue values = parts[2];
        Handing handing = new Handing(manager)) {
      TwinResult.walk(selection.length(), slots, values, handing);
    } catch (RuntimeException | LinkageError e) {
      run.fail(e);
    }
    return parts[0];
  }

  /** Hands each value to those who want it. */
  private final class Handing implements TwinResult.Visitor, AutoCloseable {
    private final PtNDManager manager;

    /** Of all arrays that nobody takes; statistics make none. */
    private @Nullable PtNDManager own;

    /** The calls that began last: one a place of the slot. */
    private final List<Call> calls = new ArrayList<>();

    Handing(PtNDManager manager) {
      this.manager = manager;
    }

    private PtNDManager own() {
      if (own == null) {
        own = (PtNDManager) manager.newSubManager();
      }
      return own;
    }

    @Override
    public void close() {
      if (own != null) {
        own.close();
      }
    }

    @Override
    public void taken(int slot, IValue taken) {
      report(slot, read(slot, taken));
    }

    @Override
    public void taken(int slot, long[] notes, IValue taken) {
      report(slot, Notes.apply(notes, read(slot, taken)));
    }

    private void report(int slot, Value value) {
      for (ModulePlace place : selection.placesOf(slot)) {
        run.report(place, Selection.side(slot), value);
      }
    }

    @Override
    public void removed(int slot) {
      report(slot, RewrittenModel.REMOVED);
    }

    @Override
    public void called(int slot) {
      calls.clear();
      for (ModulePlace place : selection.placesOf(slot)) {
        calls.add(run.next(place, Selection.side(slot)));
      }
    }

    @Override
    public void made(int at, boolean fits, long[] notes, IValue taken) {
      Selection.Program program = selection.program(at);
      Side side = Selection.side(program.slot());
      Value value =
          fits && program.code().statistics()
              ? statistics(program.slot(), notes, taken)
              : Notes.apply(notes, read(program.slot(), taken));
      for (Call call : calls) {
        for (Take take : program.takes()) {
          if (fits && !program.code().keepsWhole()) {
            run.reportTaken(call, side, take, value);
          } else {
            run.reportUntaken(call, side, take, value);
          }
        }
      }
    }

    private Value statistics(int slot, long[] notes, IValue taken) {
      return taken.isDoubleList()
          ? Notes.applyToNumbers(notes, taken.toDoubleArray())
          : Notes.applyToStatistics(notes, read(slot, taken));
    }

    @Override
    public void outOfRoom(int at, long bytes) {
      Selection.Program program = selection.program(at);
      Side side = Selection.side(program.slot());
      for (Call call : calls) {
        program.takes().forEach(take -> run.reportOutOfRoom(call, side, take, bytes));
      }
    }

    /** A hook keeps what it is given until the module's other end is told, so all live as long. */
    private Value read(int slot, IValue taken) {
      Value value = IValues.ofTwin(own(), model.noneOf(slot)).read(taken);
      return training ? value.map(NDArray::stopGradient) : value;
    }
  }
}
