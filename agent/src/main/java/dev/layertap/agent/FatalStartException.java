// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

/** Something went wrong, and the user has said {@code strict=true}. */
final class FatalStartException extends Exception {
  private static final long serialVersionUID = 1L;

  FatalStartException(String message) {
    super(message);
  }
}
