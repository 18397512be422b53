// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import ai.djl.pytorch.jni.IValue;
import dev.layertap.torchscript.twin.Twins;
import java.util.stream.Stream;

/** Walks through what a twin took, in order of execution. */
final class TwinResult {
  private TwinResult() {}

  /** Is told of each call in order. */
  interface Visitor {
    /** A call whose value was taken; it is closed after. */
    void taken(int slot, IValue value);

    /** A call whose result the tracer left out of the archive. */
    void removed(int slot);
  }

  static void walk(IValue slots, IValue values, Visitor visitor) {
    long[] numbers = slots.toLongArray();
    IValue[] taken = values.toIValueArray();
    try {
      for (int i = 0; i < taken.length; i++) {
        int number = (int) numbers[i];
        if (number == Twins.FORK) {
          walkFork(taken[i], visitor);
        } else if (number <= Twins.REMOVED) {
          visitor.removed(Twins.REMOVED - number);
        } else {
          visitor.taken(number, taken[i]);
        }
      }
    } finally {
      Stream.of(taken).forEach(IValue::close);
    }
  }

  /** What ran beside stands where it was started. */
  private static void walkFork(IValue store, Visitor visitor) {
    IValue[] parts = store.toIValueTuple();
    try (IValue slots = parts[0];
        IValue values = parts[1]) {
      walk(slots, values, visitor);
    }
  }
}
