// SPDX-License-Identifier: Apache-2.0
package dev.layertap.text;

/** The one place where core speaks unasked: on stderr, never on the app's stdout. */
public final class Complaints {
  private Complaints() {}

  /**
   * Says a line.
   *
   * @param message what happened
   * @param cause why
   */
  public static void say(String message, Throwable cause) {
    System.err.println("[layertap] " + message + ": " + cause);
  }

  /**
   * Says a line.
   *
   * @param message what happened
   */
  public static void say(String message) {
    System.err.println("[layertap] " + message);
  }
}
