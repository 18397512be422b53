// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

/** Code whose twins would take more time or memory than any sound model's. */
final class TwinLimitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param what there is too much of
   */
  TwinLimitException(String what) {
    super(what);
  }
}
