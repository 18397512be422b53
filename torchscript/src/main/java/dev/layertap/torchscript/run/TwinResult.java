// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import ai.djl.pytorch.jni.IValue;
import dev.layertap.torchscript.twin.Twins;
import java.util.stream.Stream;

/** Walks through what a twin took, in order of execution. */
final class TwinResult {
  private TwinResult() {}

  /** Is told of one value; it is closed after. */
  interface Visitor {
    void visit(int slot, IValue value);
  }

  static void walk(IValue slots, IValue values, Visitor visitor) {
    long[] numbers = slots.toLongArray();
    IValue[] taken = values.toIValueArray();
    try {
      for (int i = 0; i < taken.length; i++) {
        if (numbers[i] == Twins.FORK) {
          walkFork(taken[i], visitor);
        } else {
          visitor.visit((int) numbers[i], taken[i]);
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
