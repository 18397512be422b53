// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.TypeName;

/** Code for what twins do with the values that they come by. */
interface TakingCode {
  /**
   * The type of the store that twins hand to each other: a tuple, first what is wanted of slots.
   */
  String storeType();

  /**
   * A function that puts a value of a type into a store, if its slot is wanted.
   *
   * @param lasts whether nothing overwrites the value
   */
  String take(String name, TypeName type, boolean lasts);

  /** Whether anything can be taken of a type. */
  boolean isReadable(TypeName type);

  /** What {@link #take} needs beside: {@code open}, {@code fork} and {@code removed} too. */
  String text();
}
