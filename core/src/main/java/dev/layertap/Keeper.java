// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.layertap.array.Detached;
import dev.layertap.array.Reference;
import dev.layertap.array.Steps;
import dev.layertap.take.Take;
import dev.layertap.value.Statistics;
import dev.layertap.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes of a value that passes by what a capture wants to keep of it, at once: the model may
 * overwrite or close its arrays, and change its lists, as soon as it goes on.
 *
 * <p>What it makes belongs to managers of its own, one for each engine.
 */
final class Keeper implements AutoCloseable {
  private final Map<String, NDManager> managers = new LinkedHashMap<>();
  private final boolean timed;
  private boolean closed;
  private long nanos;

  /**
   * Keeps nothing yet.
   *
   * @param timed whether somebody will ask how long it took: two looks at the clock are a good part
   *     of a small capture
   */
  Keeper(boolean timed) {
    this.timed = timed;
  }

  synchronized Kept keep(Value source, Take take) {
    List<NDArray> made = new ArrayList<>();
    List<Reference> references = new ArrayList<>();
    long started = timed ? System.nanoTime() : 0;
    try {
      Value value =
          source.mapTensors(
              array -> {
                NDManager manager = managerFor(array);
                if (take.isReference() && array.getDataType() != DataType.STRING) {
                  Reference reference = Reference.to(array, manager);
                  references.add(reference);
                  return new Value.Tensor(reference.array());
                }
                if (take.isStatistics()) {
                  return summary(array, take, manager);
                }
                NDArray kept =
                    take.steps().isEmpty()
                        ? Detached.copy(array, manager)
                        : Steps.apply(array, take.steps(), manager);
                made.add(kept);
                return new Value.Tensor(kept);
              });
      return Kept.of(value, List.copyOf(references));
    } catch (Throwable e) {
      made.forEach(NDArray::close);
      references.forEach(reference -> reference.array().close());
      throw e;
    } finally {
      if (timed) {
        nanos += System.nanoTime() - started;
      }
    }
  }

  /**
   * Keeps what its engine has copied already.
   *
   * @param source the value; nothing writes to the memory of its arrays
   * @param take what to keep of it
   * @param alone whether nobody else is told of it, so that the arrays themselves can be kept
   */
  synchronized Kept keepGiven(Value source, Take take, boolean alone) {
    if (take.isReference() || take.isStatistics() || !take.steps().isEmpty()) {
      return keep(source, take);
    }
    long started = timed ? System.nanoTime() : 0;
    try {
      Value value =
          source.map(
              array ->
                  alone
                      ? Detached.adopt(array, managerFor(array))
                      : Detached.view(array, managerFor(array)));
      return Kept.asGiven(value, this::ordinary);
    } finally {
      if (timed) {
        nanos += System.nanoTime() - started;
      }
    }
  }

  private synchronized Value ordinary(Value given) {
    Value ordinary = given.map(array -> Detached.copy(array, managerFor(array)));
    given.arrays().close();
    return ordinary;
  }

  /** How long keeping has taken so far, on all threads together; 0 if it is not timed. */
  synchronized long nanos() {
    return nanos;
  }

  private static Value summary(NDArray array, Take take, NDManager manager) {
    if (take.steps().isEmpty()) {
      return new Value.Summary(array.getShape(), array.getDataType(), Statistics.of(array));
    }
    try (NDArray reduced = Steps.apply(array, take.steps(), manager)) {
      return new Value.Summary(reduced.getShape(), reduced.getDataType(), Statistics.of(reduced));
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
