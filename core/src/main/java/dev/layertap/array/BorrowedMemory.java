// SPDX-License-Identifier: Apache-2.0
package dev.layertap.array;

import ai.djl.ndarray.NDArray;
import dev.layertap.value.Value;
import java.util.ArrayList;
import java.util.List;

/** The Java buffers behind a model's inputs, which whoever refers to a part of them must keep. */
public final class BorrowedMemory {
  private BorrowedMemory() {}

  /**
   * Finds the buffers that arrays were made from.
   *
   * @param value what a model was given
   * @return objects to hold on to as long as something may share the arrays' memory
   */
  public static List<Object> of(Value value) {
    List<Object> buffers = new ArrayList<>();
    for (NDArray array : value.arrays()) {
      Object buffer = JavaMemory.of(array);
      if (buffer != null) {
        buffers.add(buffer);
      }
    }
    return buffers;
  }
}
