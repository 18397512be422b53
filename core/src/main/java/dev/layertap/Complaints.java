// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

/** The one place where core speaks unasked: on stderr, never on the app's stdout. */
final class Complaints {
  private Complaints() {}

  static void say(String message, Throwable cause) {
    System.err.println("[layertap] " + message + ": " + cause);
  }

  static void say(String message) {
    System.err.println("[layertap] " + message);
  }
}
