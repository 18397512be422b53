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
    System.err.println("[layertap] " + message + ": " + described(cause));
  }

  /**
   * Describes an error, be it one of the app's that cannot describe itself.
   *
   * @param error what was thrown
   * @return its own text, or its type's name if it has none to give
   */
  public static String described(Throwable error) {
    try {
      return error.toString();
    } catch (Throwable unprintable) {
      return error.getClass().getName();
    }
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
