// SPDX-License-Identifier: Apache-2.0
package dev.layertap.trace;

import ai.djl.ndarray.NDList;
import dev.layertap.value.Value;
import java.util.function.Supplier;

/** What a root or block was called with, read only if somebody wants it. */
sealed interface Inputs {
  Value value();

  /** Whether these are the very arguments of another call, not some that equal them. */
  boolean isSameAs(Inputs other);

  /** The arguments of a {@code Block.forward}. */
  record Listed(NDList list) implements Inputs {
    @Override
    public Value value() {
      return Value.ofInputs(list);
    }

    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean isSameAs(Inputs other) {
      return other instanceof Listed listed && list == listed.list;
    }
  }

  /** The arguments of an engine's own way to run a block. */
  record Engine(Supplier<Value> source) implements Inputs {
    @Override
    public Value value() {
      return source.get();
    }

    @Override
    public boolean isSameAs(Inputs other) {
      return false;
    }
  }
}
