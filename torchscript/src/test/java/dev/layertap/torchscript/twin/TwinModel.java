// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An archive loaded in DJL, and run by its own methods or by those that report. */
final class TwinModel implements AutoCloseable {
  private final Model model;
  private final PtSymbolBlock block;
  private final PtNDManager manager;

  TwinModel(Path file) throws IOException, MalformedModelException {
    model = Model.newInstance("twin", "PyTorch");
    model.load(file.getParent(), file.getFileName().toString());
    block = (PtSymbolBlock) model.getBlock();
    manager = (PtNDManager) model.getNDManager();
  }

  NDManager manager() {
    return manager;
  }

  /** Runs a method as it is. */
  Map<String, NDArray> run(String method, NDList inputs) {
    Map<String, NDArray> result = new LinkedHashMap<>();
    try (IValue value = call(method, inputs, List.of())) {
      flatten("", value, result);
    }
    return result;
  }

  /** Has libtorch make the entry of {@code forward} ready, if it has one. */
  void plan(Twins twins) {
    twins
        .plan()
        .ifPresent(
            plan -> {
              call(plan.inlining(), new NDList(), List.of(), true).close();
              assertThatThrownBy(() -> call(plan.failing(), new NDList(), List.of(), false))
                  .isInstanceOf(EngineException.class)
                  .hasMessageContaining("list index out of range");
            });
  }

  /**
   * What a reporting method returned.
   *
   * @param calls how often something was said of one end of a call
   */
  record Reported(Map<String, NDArray> result, Map<String, NDArray> activations, int calls) {}

  /** Runs the entry of a method, with slots of the selection switched on. */
  Reported capture(Twins twins, String method, NDList inputs, int... slots) {
    long[] selection = new long[twins.selectionSize() + Wanted.HEAD];
    Arrays.stream(slots).forEach(slot -> selection[slot] = Wanted.WHOLE);
    selection[twins.selectionSize()] = Wanted.VERSION;
    selection[twins.selectionSize() + Wanted.ROOM] = -1;
    selection[twins.selectionSize() + Wanted.SHARED] = 1;
    Wanted.complete(selection, twins.selectionSize());
    IValue wanted = IValue.listFrom(selection);
    Map<String, NDArray> result = new LinkedHashMap<>();
    Map<String, NDArray> activations = new LinkedHashMap<>();
    Map<Integer, Integer> calls = new HashMap<>();
    try (IValue value =
        call(twins.entries().getOrDefault(method, method), inputs, List.of(wanted))) {
      IValue[] parts = value.toIValueTuple();
      flatten("", parts[0], result);
      collect(twins, calls, parts[1], parts[2], activations);
      Arrays.stream(parts).forEach(IValue::close);
    }
    return new Reported(
        result, activations, calls.values().stream().mapToInt(Integer::intValue).sum());
  }

  /** The slots of all modules' outputs, or inputs. */
  static int[] side(Twins twins, boolean inputs) {
    return twins.places().stream()
        .mapToInt(place -> 2 * place.number() + (inputs ? 1 : 0))
        .toArray();
  }

  static int[] everything(Twins twins) {
    int[] slots = new int[2 * twins.places().size()];
    for (int i = 0; i < twins.places().size(); i++) {
      slots[2 * i] = 2 * twins.places().get(i).number();
      slots[2 * i + 1] = slots[2 * i] + 1;
    }
    return slots;
  }

  private IValue call(String method, NDList inputs, List<IValue> first) {
    return call(method, inputs, first, first.isEmpty()); // as twins run
  }

  private IValue call(String method, NDList inputs, List<IValue> first, boolean optimized) {
    List<IValue> arguments = new ArrayList<>(first);
    // The model may overwrite its inputs.
    inputs.forEach(input -> arguments.add(IValue.from((PtNDArray) input.duplicate())));
    JniUtils.setGraphExecutorOptimize(optimized);
    try {
      return IValueUtils.runMethod(block, method, arguments.toArray(IValue[]::new));
    } finally {
      JniUtils.setGraphExecutorOptimize(true);
      arguments.forEach(IValue::close);
    }
  }

  private void collect(
      Twins twins,
      Map<Integer, Integer> calls,
      IValue slots,
      IValue values,
      Map<String, NDArray> activations) {
    long[] slotArray = slots.toLongArray();
    IValue[] valueArray = values.toIValueArray();
    int length = twins.selectionSize() + Wanted.HEAD;
    for (int i = 0; i < slotArray.length; i++) {
      int code = (int) slotArray[i];
      int slot = code >= 0 ? code % length : code;
      if (code >= 0 && code / length == Wanted.CONVERTED) {
        valueArray[i] = valueArray[i].toIValueTuple()[1];
      }
      if (slot == Twins.FORK) {
        IValue[] store = valueArray[i].toIValueTuple();
        collect(twins, calls, store[0], store[1], activations);
        Arrays.stream(store).forEach(IValue::close);
      } else if (slot <= Twins.REMOVED) {
        calls.merge(Twins.REMOVED - slot, 1, Integer::sum);
      } else {
        int call = calls.merge(slot, 1, Integer::sum) - 1;
        Place place =
            twins.places().stream().filter(p -> p.number() == slot / 2).findFirst().orElseThrow();
        for (String path : place.paths()) {
          add(path + "#" + call, slot % 2 == 1, valueArray[i], activations);
        }
      }
      valueArray[i].close();
    }
  }

  private void add(String key, boolean input, IValue value, Map<String, NDArray> activations) {
    if (!input) {
      flatten(key, value, activations);
      return;
    }
    IValue[] items = value.toIValueTuple();
    for (int i = 0; i < items.length; i++) {
      flatten(key + "<" + i, items[i], activations);
      items[i].close();
    }
  }

  private void flatten(String key, IValue value, Map<String, NDArray> into) {
    if (value.isTensor()) {
      into.put(key, readable(value.toTensor(manager)));
    } else if (value.isTuple()) {
      flatten(key, value.toIValueTuple(), into);
    } else if (value.isMap()) {
      value
          .toIValueMap()
          .forEach(
              (name, item) -> {
                flatten(key + "/" + name, item, into);
                item.close();
              });
    } else if (value.isList()
        || value.isTensorList()
        || value.isLongList()
        || value.isDoubleList()
        || value.isBooleanList()) {
      flatten(key, value.toIValueArray(), into);
    } else if (value.isLong()) {
      into.put(key, manager.create(value.toLong()));
    } else if (value.isDouble()) {
      into.put(key, manager.create(value.toDouble()));
    } else if (value.isBoolean()) {
      into.put(key, manager.create(value.toBoolean()));
    }
  }

  private void flatten(String key, IValue[] items, Map<String, NDArray> into) {
    for (int i = 0; i < items.length; i++) {
      flatten(key + "/" + i, items[i], into);
      items[i].close();
    }
  }

  /** DJL has no quantised type; the tests only look at the shape of such an array. */
  private NDArray readable(PtNDArray array) {
    return array.getDataType() == DataType.UNKNOWN
        ? manager.create(new Shape(0)).reshape(new Shape(0))
        : array;
  }

  @Override
  public void close() {
    model.close();
  }
}
