// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.code;

import java.nio.charset.StandardCharsets;

/** Reads and writes string literals. Values have one character for each byte. */
public final class StringLiteral {
  private static final String ESCAPES = "abfnrtv";
  private static final String ESCAPED = "\u0007\b\f\n\r\t\u000b";

  private StringLiteral() {}

  /**
   * Writes a text as a literal.
   *
   * @param text any text
   * @return the literal, of ASCII alone: code is bytes, and what is beyond stands as its bytes
   */
  public static String of(String text) {
    StringBuilder literal = new StringBuilder("\"");
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      int code = b & 0xff;
      if (code == '"' || code == '\\' || code < ' ' || code > '~') {
        literal.append("\\%03o".formatted(code));
      } else {
        literal.append((char) code);
      }
    }
    return literal.append('"').toString();
  }

  static String value(String literal) {
    int quote = 0;
    while (literal.charAt(quote) != '"' && literal.charAt(quote) != '\'') {
      quote++;
    }
    String prefix = literal.substring(0, quote);
    boolean raw = prefix.indexOf('r') >= 0 || prefix.indexOf('R') >= 0;
    String triple = String.valueOf(literal.charAt(quote)).repeat(3);
    int length = literal.startsWith(triple, quote) && literal.length() >= quote + 6 ? 3 : 1;
    String inner = literal.substring(quote + length, literal.length() - length);
    return raw || inner.indexOf('\\') < 0 ? inner : unescape(inner);
  }

  private static String unescape(String text) {
    StringBuilder value = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i++);
      if (c != '\\' || i == text.length()) {
        value.append(c);
        continue;
      }
      char escape = text.charAt(i++);
      int known = ESCAPES.indexOf(escape);
      if (known >= 0) {
        value.append(ESCAPED.charAt(known));
      } else if (Character.digit(escape, 8) >= 0) {
        int code = Character.digit(escape, 8);
        for (int n = 0;
            n < 2 && i < text.length() && Character.digit(text.charAt(i), 8) >= 0;
            n++) {
          code = code * 8 + Character.digit(text.charAt(i++), 8);
        }
        value.append((char) (code & 0xff));
      } else if (escape == 'x' && i + 2 <= text.length() && isHex(text, i)) {
        value.append((char) Integer.parseInt(text, i, i + 2, 16));
        i += 2;
      } else if (escape == '\\' || escape == '\'' || escape == '"') {
        value.append(escape);
      } else if (escape != '\n') {
        value.append(c).append(escape);
      }
    }
    return value.toString();
  }

  private static boolean isHex(String text, int start) {
    return Character.digit(text.charAt(start), 16) >= 0
        && Character.digit(text.charAt(start + 1), 16) >= 0;
  }
}
