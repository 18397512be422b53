// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

/** What the command's exit status says. */
final class ExitCodes {
  /** All that was asked for is there. */
  static final int OK = 0;

  /** A difference, or something that was asked for and is not there. */
  static final int MISS = 1;

  /** The command was used wrongly, or what it was given cannot be used. */
  static final int WRONG_USE = 2;

  private ExitCodes() {}
}
