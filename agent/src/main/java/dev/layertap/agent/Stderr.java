// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

/** Where the agent talks to the user. Stdout belongs to the app, and its logging is its own. */
final class Stderr {
  private Stderr() {}

  @SuppressWarnings("SystemOut") // the one place
  static void say(String message) {
    System.err.println("[layertap] " + message);
  }
}
