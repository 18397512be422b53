// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import java.io.PrintWriter;

/** A line on stderr that says what is going on, to people only; the launcher knows a terminal. */
final class Progress {
  private static final String BEGINNING_OF_CLEAN_LINE = "\r\033[K";

  private final PrintWriter err;
  private final boolean shown = Boolean.getBoolean("dev.layertap.cli.terminal");

  Progress(PrintWriter err) {
    this.err = err;
  }

  /** Shows a step in the place of the one before. */
  void show(String step) {
    if (shown) {
      err.print(BEGINNING_OF_CLEAN_LINE + step + " ...");
      err.flush();
    }
  }

  /** Leaves nothing of it. */
  void clear() {
    if (shown) {
      err.print(BEGINNING_OF_CLEAN_LINE);
      err.flush();
    }
  }
}
