// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.code;

/**
 * A word of the source.
 *
 * @param kind what it is
 * @param text its characters
 * @param start its offset
 */
record Token(Kind kind, String text, int start) {
  enum Kind {
    NAME,
    NUMBER,
    STRING,
    SYMBOL,
    NEWLINE,
    INDENT,
    DEDENT,
    END
  }

  int end() {
    return start + text.length();
  }

  boolean is(String symbolOrKeyword) {
    return (kind == Kind.SYMBOL || kind == Kind.NAME) && text.equals(symbolOrKeyword);
  }
}
