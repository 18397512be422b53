// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the numbers of a model come from. */
interface Weights {
  /**
   * Returns the values of each parameter.
   *
   * @param shapes the shape of every parameter the model has, by its state-dict name
   * @return as many values as each shape holds, under the same names
   */
  Map<String, FloatBuffer> values(Map<String, Shape> shapes);

  /** Gives a new model its parameters, and fills them. */
  default void fill(Block model, NDManager manager, Shape input) {
    // The sample only infers: without this, forward would build autograd graphs.
    model.freezeParameters(true);
    model.setInitializer(Initializer.ZEROS, parameter -> true);
    model.initialize(manager, DataType.FLOAT32, input);

    Map<String, Parameter> parameters = TorchNames.of(model);
    Map<String, Shape> shapes = new LinkedHashMap<>();
    parameters.forEach((name, parameter) -> shapes.put(name, parameter.getShape()));
    Map<String, FloatBuffer> values = values(shapes);
    parameters.forEach(
        (name, parameter) -> {
          Shape shape = parameter.getShape();
          // NDArray.set would do, but makes libtorch print a warning about itself.
          parameter.close();
          parameter.setShape(null);
          parameter.setArray(manager.create(requireNonNull(values.get(name)), shape));
        });
  }
}
