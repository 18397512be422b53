// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import dev.layertap.model.ModulePlace;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which modules' values a run of a twin shall take, by the twin's own numbers. */
final class Selection {
  private final Map<Integer, List<ModulePlace>> places;
  private final boolean outputs;
  private final boolean inputs;
  private final int size;

  Selection(Collection<ModulePlace> places, boolean outputs, boolean inputs, int size) {
    this.places =
        places.stream()
            .filter(place -> place.module().key() != RewrittenModel.NO_NUMBER)
            .collect(Collectors.groupingBy(place -> place.module().key()));
    this.outputs = outputs;
    this.inputs = inputs;
    this.size = size;
  }

  /** As a twin takes it, in front of the model's own inputs; the caller closes it. */
  IValue asArgument(NDManager manager) {
    long[] slots = new long[size];
    for (int number : places.keySet()) {
      slots[2 * number] = outputs ? 1 : 0;
      slots[2 * number + 1] = inputs ? 1 : 0;
    }
    try (NDArray array = manager.create(slots)) {
      NDScope.unregister(array);
      return IValue.from((PtNDArray) array);
    }
  }

  /** The places that a value in a slot belongs to: several, for an object at several paths. */
  List<ModulePlace> placesOf(int slot) {
    return places.getOrDefault(slot / 2, List.of());
  }

  static boolean isInput(int slot) {
    return slot % 2 == 1;
  }
}
