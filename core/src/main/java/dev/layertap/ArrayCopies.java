// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import dev.layertap.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Copies arrays out of a running model, into managers of its own, one for each engine. */
final class ArrayCopies implements AutoCloseable {
  private final Map<String, NDManager> managers = new LinkedHashMap<>();
  private boolean closed;

  /**
   * Copies a value at once: its arrays may be overwritten or closed, and its list changed, as soon
   * as the model goes on.
   */
  synchronized Value copy(Value source) {
    NDList copies = new NDList();
    try {
      return source.map(
          array -> {
            NDArray copy = copy(array);
            copies.add(copy);
            return copy;
          });
    } catch (Throwable e) {
      copies.close();
      throw e;
    }
  }

  private NDArray copy(NDArray array) {
    NDManager manager = managerFor(array);
    if (array.getDataType() == DataType.STRING) {
      // Strings live in Java; the engine has nothing to duplicate.
      return manager.create(
          array.toStringArray(StandardCharsets.UTF_8), StandardCharsets.UTF_8, array.getShape());
    }
    NDArray copy = duplicate(array, manager);
    // Else an NDScope that the app has open around its model would close our copy with its own.
    NDScope.unregister(copy);
    copy.attach(manager);
    copy.setName(array.getName());
    return copy;
  }

  /**
   * Deep, out of the autograd graph, and an ordinary array even if the source is an inference one.
   */
  private static NDArray duplicate(NDArray array, NDManager manager) {
    try {
      return array.duplicate();
    } catch (IllegalStateException closedOrCapped) {
      return duplicateByBuffer(array, manager);
    }
  }

  /**
   * DJL makes a duplicate in the source's own manager, and this one takes no more. The round trip
   * through Java ends with a duplicate too: an array made from a buffer only borrows its memory.
   */
  private static NDArray duplicateByBuffer(NDArray array, NDManager manager) {
    try (NDArray borrowed =
        manager.create(array.toByteBuffer(), array.getShape(), array.getDataType())) {
      NDScope.unregister(borrowed);
      return borrowed.duplicate();
    }
  }

  private NDManager managerFor(NDArray array) {
    if (closed) {
      throw new IllegalStateException("the scope was closed while a forward pass was running");
    }
    return managers.computeIfAbsent(
        array.getManager().getEngine().getEngineName(), NDManager::newBaseManager);
  }

  @Override
  public synchronized void close() {
    closed = true;
    managers.values().forEach(NDManager::close);
    managers.clear();
  }
}
