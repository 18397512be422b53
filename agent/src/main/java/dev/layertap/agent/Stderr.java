// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import java.util.function.Consumer;

/** Where the agent talks to the user. Stdout belongs to the app, and its logging is its own. */
final class Stderr implements Consumer<String> {
  /** For those who are handed somebody to talk to; a lambda would cost each start a millisecond. */
  static final Stderr USER = new Stderr();

  private Stderr() {}

  @Override
  public void accept(String message) {
    say(message);
  }

  @SuppressWarnings("SystemOut") // the one place
  static void say(String message) {
    System.err.println("[layertap] " + message);
  }
}
