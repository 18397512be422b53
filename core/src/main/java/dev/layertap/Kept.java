// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.layertap.array.Reference;
import dev.layertap.value.Value;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one value.
 *
 * <p>Arrays that an engine has copied already are kept as the engine made them, which may be in a
 * form that cannot be computed with. They become ordinary ones when somebody asks for them: what
 * nobody reads is copied once, and while the model runs.
 */
final class Kept {
  private final List<Reference> references;
  private Value value;

  /** Counted when somebody asks: to do that asks the engine for shape and type. */
  private long bytes = -1;

  /** What makes the arrays ordinary ones and closes these; null if they are. */
  private @Nullable UnaryOperator<Value> ordinary;

  private Kept(Value value, List<Reference> references, @Nullable UnaryOperator<Value> ordinary) {
    this.value = value;
    this.references = references;
    this.ordinary = ordinary;
  }

  /**
   * Ordinary arrays.
   *
   * @param references those that share the model's memory
   */
  static Kept of(Value value, List<Reference> references) {
    return new Kept(value, references, null);
  }

  /** Something without an array. */
  static Kept ofValue(Value value) {
    return of(value, List.of());
  }

  /**
   * Arrays as the engine made them.
   *
   * @param ordinary makes ordinary ones of them, and closes these
   */
  static Kept asGiven(Value value, UnaryOperator<Value> ordinary) {
    return new Kept(value, List.of(), ordinary);
  }

  private static long sum(Value value) {
    long sum = 0;
    for (NDArray array : value.arrays()) {
      sum += bytes(array);
    }
    return sum;
  }

  private static long bytes(NDArray array) {
    return array.getDataType() == DataType.STRING
        ? 0
        : array.size() * array.getDataType().getNumOfBytes();
  }

  /** The value with ordinary arrays, to be given to the user. */
  synchronized Value value() {
    UnaryOperator<Value> conversion = ordinary;
    if (conversion != null) {
      value = conversion.apply(value);
      ordinary = null;
    }
    return value;
  }

  /** Reads the value as it is; nothing of its arrays may leave. */
  synchronized <T> T look(Function<Value, T> reader) {
    return reader.apply(value);
  }

  /** Whether something wrote to memory that it shares. */
  boolean isOverwritten() {
    for (Reference reference : references) {
      if (reference.isOverwritten()) {
        return true;
      }
    }
    return false;
  }

  /** What it holds in memory. */
  synchronized long bytes() {
    if (bytes < 0) {
      bytes = sum(value);
    }
    return bytes;
  }

  synchronized void release() {
    value.arrays().close();
  }
}
