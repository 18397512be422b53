// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import ai.djl.pytorch.jni.IValue;
import dev.layertap.torchscript.twin.Twins;
import dev.layertap.torchscript.twin.Wanted;
import java.util.stream.Stream;

/** Walks through what a twin took, in order of execution. */
final class TwinResult {
  private final int length;
  private final Visitor visitor;

  private TwinResult(int length, Visitor visitor) {
    this.length = length;
    this.visitor = visitor;
  }

  /** Is told of each call in order; what it is given is closed after. */
  interface Visitor {
    /** A call whose value was taken whole: a tensor of the usual kind, or something simple. */
    void taken(int slot, IValue value);

    /** A call whose value was taken whole, with the notes about its tensors. */
    void taken(int slot, long[] notes, IValue value);

    /** A call whose result the tracer left out of the archive. */
    void removed(int slot);

    /** A call of which programs may have taken something, which follows. */
    void called(int slot);

    /** What a program made, of the slot's call that began last. */
    void made(int program, boolean fits, long[] notes, IValue value);

    /** What a program would have made needs more bytes than there were. */
    void outOfRoom(int program, long bytes);
  }

  /**
   * Walks.
   *
   * @param length how many numbers said what is wanted
   */
  static void walk(int length, IValue numbers, IValue values, Visitor visitor) {
    new TwinResult(length, visitor).walk(numbers, values);
  }

  private void walk(IValue numbers, IValue values) {
    long[] codes = numbers.toLongArray();
    IValue[] taken = values.toIValueArray();
    try {
      for (int i = 0; i < taken.length; i++) {
        int code = (int) codes[i];
        if (code == Twins.FORK) {
          walkFork(taken[i]);
        } else if (code <= Twins.REMOVED) {
          visitor.removed(Twins.REMOVED - code);
        } else {
          visit(code / length, code % length, taken[i]);
        }
        taken[i].close();
      }
    } finally {
      Stream.of(taken).forEach(IValue::close);
    }
  }

  private void visit(int kind, int what, IValue value) {
    switch (kind) {
      case Wanted.PLAIN -> visitor.taken(what, value);
      case Wanted.CONVERTED ->
          noted(value, (notes, content) -> visitor.taken(what, notes, content));
      case Wanted.CALL -> visitor.called(what);
      case Wanted.RESULT, Wanted.UNFITTING ->
          noted(
              value, (notes, content) -> visitor.made(what, kind == Wanted.RESULT, notes, content));
      case Wanted.NO_ROOM -> visitor.outOfRoom(what, value.toLong());
      default -> {} // dropped
    }
  }

  private interface Noted {
    void read(long[] notes, IValue value);
  }

  private static void noted(IValue pair, Noted reader) {
    IValue[] parts = pair.toIValueTuple();
    try (IValue notes = parts[0];
        IValue value = parts[1]) {
      reader.read(notes.toLongArray(), value);
    }
  }

  /** What ran beside stands where it was started. */
  private void walkFork(IValue store) {
    IValue[] parts = store.toIValueTuple();
    try (IValue numbers = parts[0];
        IValue values = parts[1]) {
      walk(numbers, values);
    }
  }
}
