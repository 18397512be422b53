// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.layertap.file.ArrayFile;
import dev.layertap.file.ArrayFormat;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The state dict of a PyTorch model, from a {@code .safetensors} or an {@code .npz} file. */
final class StateDict implements Weights {
  /**
   * A counter that PyTorch keeps while training; DJL has no such thing and inference needs none.
   */
  private static final String COUNTER = "num_batches_tracked";

  private final Path file;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  private record Tensor(Shape shape, FloatBuffer values) {}

  private StateDict(Path file) {
    this.file = file;
  }

  /** Reads a file whole; its tensors become float32. */
  static StateDict read(Path file) {
    StateDict dict = new StateDict(file);
    dict.refuseOtherKinds();
    try (NDManager manager = NDManager.newBaseManager()) {
      ArrayFile.read(file, manager).forEach(dict::add);
    } catch (IOException e) {
      throw new SampleException(String.valueOf(e.getMessage()), e);
    }
    return dict;
  }

  private void refuseOtherKinds() {
    if (ArrayFormat.of(file).filter(format -> format != ArrayFormat.NPY).isEmpty()) {
      throw new SampleException(
          file
              + " is neither a .safetensors nor an .npz file. From PyTorch, save one with "
              + "numpy.savez(\"weights.npz\", **{name: t.numpy() for name, t in model.state_dict().items()})");
    }
  }

  private void add(String name, NDArray array) {
    if (!name.endsWith(COUNTER)) {
      NDArray floats = array.toType(DataType.FLOAT32, false);
      tensors.put(name, new Tensor(array.getShape(), FloatBuffer.wrap(floats.toFloatArray())));
    }
  }

  @Override
  public Map<String, FloatBuffer> values(Map<String, Shape> shapes) {
    Problems problems = new Problems();
    Map<String, FloatBuffer> values = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) -> {
          Tensor tensor = tensors.get(name);
          if (tensor == null) {
            problems.add("missing", name + " " + shape);
          } else if (!tensor.shape().equals(shape)) {
            problems.add("of another shape", name + " " + tensor.shape() + ", expected " + shape);
          } else {
            values.put(name, tensor.values().duplicate());
          }
        });
    tensors.forEach(
        (name, tensor) -> {
          if (!shapes.containsKey(name)) {
            problems.add("unexpected", name + " " + tensor.shape());
          }
        });
    problems.throwIfAny(
        file + " does not fit the model.",
        "Expected are the "
            + shapes.size()
            + " tensors of torchvision's resnet18 under its state-dict names, found were "
            + tensors.size()
            + " ("
            + COUNTER
            + " is not needed).");
    return values;
  }
}
