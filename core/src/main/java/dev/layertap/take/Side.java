// SPDX-License-Identifier: Apache-2.0
package dev.layertap.take;

/** Which end of a call a value belongs to. */
public enum Side {
  /** What the block or module was given: its positional inputs, as they were when it began. */
  INPUT,

  /** What it returned. */
  OUTPUT
}
