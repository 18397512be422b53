// SPDX-License-Identifier: Apache-2.0
package dev.layertap.array;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import java.nio.charset.StandardCharsets;

/**
 * Makes arrays that belong to a manager of ours and to nothing of the app's: not to the source's
 * manager, to no {@link NDScope} that is open around the model, and not to the autograd graph.
 */
public final class Detached {
  private Detached() {}

  /**
   * Copies an array: deep, and an ordinary one even if the source is an inference tensor.
   *
   * @param array the array to copy
   * @param manager what the copy is attached to
   * @return the copy, which has the source's name
   */
  public static NDArray copy(NDArray array, NDManager manager) {
    if (array.getDataType() == DataType.STRING) {
      // Strings live in Java; the engine has nothing to duplicate.
      return manager.create(
          array.toStringArray(StandardCharsets.UTF_8), StandardCharsets.UTF_8, array.getShape());
    }
    NDArray copy;
    try {
      copy = array.duplicate();
    } catch (IllegalStateException closedOrCapped) {
      copy = copyByBuffer(array, manager);
    }
    return owned(copy, array, manager);
  }

  /**
   * Makes another array of the same memory.
   *
   * @param array the array to share memory with
   * @param manager what the view is attached to
   * @return the view, which has the source's name; a copy if the source's manager is closed
   */
  public static NDArray view(NDArray array, NDManager manager) {
    NDArray view;
    try {
      view = array.stopGradient();
    } catch (IllegalStateException closedOrCapped) {
      view = copyByBuffer(array, manager);
    }
    return owned(view, array, manager);
  }

  /**
   * Takes over an array that nothing else uses, nor its memory, and that is in no autograd graph.
   *
   * @param array the array; one that was taken over already is shared
   * @param manager what it is attached to
   * @return the array, or another one of the same memory
   */
  public static NDArray adopt(NDArray array, NDManager manager) {
    return array.getManager() == manager ? view(array, manager) : owned(array, array, manager);
  }

  /** Makes an array that was computed on the way one of the manager's. */
  static NDArray owned(NDArray made, NDArray source, NDManager manager) {
    // Else an NDScope that the app has open around its model would close our array with its own.
    NDScope.unregister(made);
    made.attach(manager);
    made.setName(source.getName());
    return made;
  }

  /**
   * DJL makes a duplicate in the source's own manager, and this one takes no more. The round trip
   * through Java ends with a duplicate too: an array made from a buffer only borrows its memory.
   */
  private static NDArray copyByBuffer(NDArray array, NDManager manager) {
    try (NDArray borrowed =
        manager.create(array.toByteBuffer(), array.getShape(), array.getDataType())) {
      NDScope.unregister(borrowed);
      return borrowed.duplicate();
    }
  }
}
