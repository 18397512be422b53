// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.TypeName;
import java.util.function.Function;

/** Code for what twins do with the values that they come by. */
interface TakingCode {
  /** The type of the store that twins hand to each other. */
  String storeType();

  /** A statement that gives names to parts of a store, {@code w} to what is wanted of slots. */
  String unpacked(String store);

  /**
   * Writes a function that puts a value of a type into a store, if it is wanted. It is told the
   * slot of the module's outputs.
   *
   * @return the beginning of a call, where a store is unpacked, which the slot and the value end
   */
  String take(String name, CallPart part, TypeName type);

  /**
   * A call of what is done to a tensor for which more is wanted than to keep it.
   *
   * @param value an expression of any type
   */
  String make(Function<TypeName, String> value);

  /** Whether anything can be taken of a type. */
  boolean isReadable(TypeName type);

  /** What {@link #take} needs beside: {@code open}, {@code fork} and {@code removed} too. */
  String text();
}
