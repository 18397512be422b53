// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What is known about a stored tensor without reading it.
 *
 * @param name the attribute that holds it
 * @param type its type as PyTorch writes it, {@code float32}, or {@code unknown}
 * @param shape its sizes
 * @param storage which part of which storage it shows: two tensors with an equal text are one
 */
public record TensorInfo(String name, String type, List<Long> shape, String storage) {

  /**
   * Returns how many values it has.
   *
   * @return the product of its sizes
   */
  public long count() {
    long count = 1;
    for (long size : shape) {
      count *= size;
    }
    return count;
  }

  @Override
  public String toString() {
    return name
        + ": "
        + type
        + shape.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
  }
}
