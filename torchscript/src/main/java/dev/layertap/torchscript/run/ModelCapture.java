// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import dev.layertap.model.ModulePlace;
import dev.layertap.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one run of a {@link TorchScriptModel} gave. */
public final class ModelCapture implements AutoCloseable {
  private final PtNDManager manager;
  private final Value outputs;
  private final List<ModuleValue> values;

  private ModelCapture(PtNDManager manager, Value outputs, List<ModuleValue> values) {
    this.manager = manager;
    this.outputs = outputs;
    this.values = List.copyOf(values);
  }

  /**
   * A value that a module took or returned.
   *
   * @param path where the module stands
   * @param call how many calls at this path the run has seen before
   * @param input whether the module was given it; a sequence of its arguments then
   * @param type the simple name of the module's type
   * @param value the value
   */
  public record ModuleValue(String path, int call, boolean input, String type, Value value) {}

  static ModelCapture of(IValue raw, Selection selection, RewrittenModel model) {
    PtNDManager manager = (PtNDManager) NDManager.newBaseManager("PyTorch");
    try {
      return read(raw, new Collecting(manager, selection, model));
    } catch (RuntimeException | LinkageError e) {
      manager.close();
      throw e;
    }
  }

  private static ModelCapture read(IValue raw, Collecting collecting) {
    IValue[] parts = raw.toIValueTuple();
    try (IValue result = parts[0];
        IValue slots = parts[1];
        IValue taken = parts[2]) {
      TwinResult.walk(collecting.selection.length(), slots, taken, collecting);
      return new ModelCapture(
          collecting.manager,
          ordinary(new IValues(collecting.manager, new Value.None()).read(result)),
          collecting.values);
    }
  }

  /** Collects the values with their places and calls. */
  private static final class Collecting implements TwinResult.Visitor {
    private final PtNDManager manager;
    private final Selection selection;
    private final RewrittenModel model;
    private final List<ModuleValue> values = new ArrayList<>();
    private final Map<String, Integer> calls = new HashMap<>();

    Collecting(PtNDManager manager, Selection selection, RewrittenModel model) {
      this.manager = manager;
      this.selection = selection;
      this.model = model;
    }

    @Override
    public void taken(int slot, IValue value) {
      add(slot, ordinary(read(slot, value)));
    }

    @Override
    public void taken(int slot, long[] notes, IValue value) {
      add(slot, ordinary(Notes.apply(notes, read(slot, value))));
    }

    private Value read(int slot, IValue value) {
      return IValues.ofTwin(manager, model.noneOf(slot)).read(value);
    }

    @Override
    public void removed(int slot) {
      add(slot, RewrittenModel.REMOVED);
    }

    @Override
    public void called(int slot) {
      throw whole();
    }

    @Override
    public void made(int program, boolean fits, long[] notes, IValue value) {
      throw whole();
    }

    @Override
    public void outOfRoom(int program, long bytes) {
      throw whole();
    }

    private static IllegalStateException whole() {
      return new IllegalStateException("only whole values were asked for");
    }

    private void add(int slot, Value value) {
      boolean input = Selection.isInput(slot);
      for (ModulePlace place : selection.placesOf(slot)) {
        String path = place.path().toString();
        int call = calls.merge(path + (input ? "<" : "#"), 1, Integer::sum) - 1;
        values.add(new ModuleValue(path, call, input, place.type(), value));
      }
    }
  }

  /** Inference tensors cannot be computed with as any other; copies can. */
  private static Value ordinary(Value value) {
    return value.map(
        array -> {
          try (array) {
            return array.duplicate();
          }
        });
  }

  /**
   * Returns the model's own result.
   *
   * @return the same that the original model returns, in its own structure
   */
  public Value outputs() {
    return outputs;
  }

  /**
   * Returns what the modules took and returned.
   *
   * @return the values in order of execution: an inner module's output before that of the module
   *     that called it
   */
  public List<ModuleValue> values() {
    return values;
  }

  /** Releases every array. */
  @Override
  public void close() {
    manager.close();
  }
}
