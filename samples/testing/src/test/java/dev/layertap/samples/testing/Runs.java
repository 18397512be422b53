// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;

/** Images, and what the model does with them. */
final class Runs {
  private Runs() {}

  /** Bars of one brightness; the rows of a horizontal one are the columns of a vertical one. */
  static NDArray bars(NDManager manager, boolean horizontal, float brightness) {
    NDArray rows = manager.arange(8f).mod(2).mul(brightness).reshape(8, 1);
    NDArray image = rows.broadcast(8, 8);
    return (horizontal ? image : image.transpose()).reshape(new Shape(1, 1, 8, 8));
  }

  static NDArray classify(ShapeNet net, NDArray image) {
    return run(net, image, false);
  }

  /** Forward passes of three batches, dark to bright, as the statistics of a training see them. */
  static void train(ShapeNet net, NDManager manager) {
    for (float brightness : new float[] {0.2f, 1, 1.5f}) {
      run(net, bars(manager, true, brightness).concat(bars(manager, false, brightness)), true);
    }
  }

  private static NDArray run(ShapeNet net, NDArray images, boolean training) {
    ParameterStore store = new ParameterStore(images.getManager(), false);
    return net.forward(store, new NDList(images), training).singletonOrThrow();
  }
}
