// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import dev.layertap.model.ModulePlace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which modules' values a run of a twin shall take, by the twin's own numbers. */
final class Selection {
  private final Map<Integer, List<ModulePlace>> placesBySlot = new HashMap<>();
  private final int size;

  Selection(Collection<ModulePlace> outputs, Collection<ModulePlace> inputs, int size) {
    outputs.forEach(place -> add(place, 0));
    inputs.forEach(place -> add(place, 1));
    this.size = size;
  }

  private void add(ModulePlace place, int side) {
    int number = place.module().key();
    if (number != RewrittenModel.NO_NUMBER) {
      placesBySlot.computeIfAbsent(2 * number + side, unseen -> new ArrayList<>()).add(place);
    }
  }

  /** As a twin takes it, in front of the model's own inputs; the caller closes it. */
  IValue asArgument(NDManager manager) {
    long[] slots = new long[size];
    placesBySlot.keySet().forEach(slot -> slots[slot] = 1);
    try (NDArray array = manager.create(slots)) {
      NDScope.unregister(array);
      return IValue.from((PtNDArray) array);
    }
  }

  /** The places that a value in a slot belongs to: several, for an object at several paths. */
  List<ModulePlace> placesOf(int slot) {
    return placesBySlot.getOrDefault(slot, List.of());
  }

  static boolean isInput(int slot) {
    return slot % 2 == 1;
  }
}
