// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Puts the activations of one name together, over calls and passes. */
final class Batches {
  private Batches() {}

  /** Along a new first axis. */
  static NDArray stack(String name, List<Activation> activations) {
    Shape first = activations.get(0).shape();
    for (Activation one : activations) {
      if (!one.shape().equals(first)) {
        throw new LayertapException(
            "\"%s\" cannot be stacked: %s has shape %s, and %s has %s. concat joins batches of different sizes."
                .formatted(name, activations.get(0).where(), first, one.where(), one.shape()));
      }
    }
    return joined(activations, NDArrays::stack);
  }

  /** Along the first axis, which may differ: the last batch of a data set is often smaller. */
  static NDArray concat(String name, List<Activation> activations) {
    Shape first = activations.get(0).shape();
    for (Activation one : activations) {
      Shape shape = one.shape();
      if (first.isScalar()
          || shape.dimension() != first.dimension()
          || !shape.slice(1).equals(first.slice(1))) {
        throw new LayertapException(
            "\"%s\" cannot be concatenated along its first axis: %s has shape %s, and %s has %s."
                .formatted(name, activations.get(0).where(), first, one.where(), shape));
      }
    }
    return joined(activations, NDArrays::concat);
  }

  private interface Join {
    NDArray join(NDList arrays);
  }

  private static NDArray joined(List<Activation> activations, Join join) {
    NDList arrays = new NDList();
    activations.forEach(one -> arrays.add(one.array()));
    NDArray joined = join.join(arrays);
    NDScope.unregister(joined);
    joined.attach(arrays.head().getManager());
    return joined;
  }
}
