// SPDX-License-Identifier: Apache-2.0
package dev.layertap.array;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.layertap.take.Step;
import java.util.Comparator;
import java.util.List;

/** Does to an array what a capture says before it is kept. */
public final class Steps {
  private Steps() {}

  /**
   * Does the steps one after the other, on the array's device.
   *
   * @param array the array, which is left as it is
   * @param steps at least one
   * @param manager what the result is attached to
   * @return a new array that shares no memory with the source
   * @throws IllegalArgumentException if a step does not fit the array's shape
   */
  public static NDArray apply(NDArray array, List<Step> steps, NDManager manager) {
    // Takes in all that is made on the way, so that none of it lands in an NDScope of the app.
    try (NDScope onTheWay = new NDScope()) {
      NDArray source = Detached.view(array, manager);
      try (source) {
        NDArray result = source;
        for (Step step : steps) {
          result = apply(result, step);
        }
        // Slices, and conversions to what it is already, are views.
        NDArray own = isReduced(steps) && result != source ? result : result.duplicate();
        return Detached.owned(own, array, manager);
      } finally {
        NDScope.unregister(source);
      }
    }
  }

  /** Whether the last step that makes a new array comes after the views. */
  private static boolean isReduced(List<Step> steps) {
    return steps.get(steps.size() - 1) instanceof Step.Reduce;
  }

  private static NDArray apply(NDArray array, Step step) {
    if (step instanceof Step.Slice slice) {
      return slice(array, slice);
    }
    if (step instanceof Step.Reduce reduce) {
      return reduce(array, reduce);
    }
    if (step instanceof Step.Convert convert) {
      return array.toType(convert.type(), false);
    }
    return array.toDevice(Device.cpu(), false);
  }

  private static NDArray slice(NDArray array, Step.Slice slice) {
    Shape shape = array.getShape();
    int axis = axis(slice, slice.axis(), shape);
    long length = shape.get(axis);
    long from = Math.max(0, slice.from() < 0 ? slice.from() + length : slice.from());
    long to = Math.min(length, slice.to() < 0 ? slice.to() + length : slice.to());
    if (from >= to) {
      throw new IllegalArgumentException(
          "%s of an array of shape %s is empty".formatted(slice, shape));
    }
    NDIndex index = new NDIndex();
    for (int i = 0; i < axis; i++) {
      index.addAllDim();
    }
    return array.get(index.addSliceDim(from, to));
  }

  /** DJL reduces one axis at a time: from the last, so that the others keep their numbers. */
  private static NDArray reduce(NDArray array, Step.Reduce reduce) {
    Shape shape = array.getShape();
    List<Integer> axes =
        reduce.axes().stream()
            .map(axis -> axis(reduce, axis, shape))
            .distinct()
            .sorted(Comparator.reverseOrder())
            .toList();
    NDArray result = reduce.reduction() == Step.Reduction.MAX ? array : floating(array);
    if (reduce.reduction() == Step.Reduction.NORM) {
      return result.norm(axes.stream().mapToInt(Integer::intValue).toArray());
    }
    for (int axis : axes) {
      int[] one = {axis};
      result = reduce.reduction() == Step.Reduction.MAX ? result.max(one) : result.mean(one);
    }
    return result;
  }

  private static NDArray floating(NDArray array) {
    return array.getDataType().isFloating() ? array : array.toType(DataType.FLOAT32, false);
  }

  private static int axis(Step step, int axis, Shape shape) {
    int counted = axis < 0 ? axis + shape.dimension() : axis;
    if (counted < 0 || counted >= shape.dimension()) {
      throw new IllegalArgumentException(
          "%s does not fit an array of shape %s, which has %d axes"
              .formatted(step, shape, shape.dimension()));
    }
    return counted;
  }
}
