// SPDX-License-Identifier: Apache-2.0
package dev.layertap.select;

/** A selector or capture that does not follow the grammar; the message shows where and why. */
public final class SelectorSyntaxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  SelectorSyntaxException(String text, int offset, String problem) {
    super("Cannot read the selector \"%s\" at column %d: %s".formatted(text, offset + 1, problem));
  }
}
