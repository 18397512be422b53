// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

/** A part of a module's call that a twin may take. */
enum CallPart {
  INPUTS,
  OUTPUT,

  /** An output that nothing overwrites. */
  LASTING_OUTPUT
}
