// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.code;

import dev.layertap.torchscript.archive.ArchiveException;
import dev.layertap.torchscript.archive.ReadingBudget;
import dev.layertap.torchscript.archive.Shown;
import dev.layertap.torchscript.code.Token.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** Cuts source into tokens: strings whole, comments left out, indentation as tokens of its own. */
final class Tokenizer {
  private static final String[] LONG_SYMBOLS = {
    "...", "**=", "//=", "<<=", ">>=", "->", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=", "%=",
    "|=", "&=", "^=", "**", "//", "<<", ">>"
  };

  /** Each of them has one of these in the second place, and most symbols are alone. */
  private static final String SECOND_OF_LONG = ".*/<>=";

  private static final String SYMBOLS = "()[]{},:.;=+-*/%<>@|&^~!";

  /** What a token takes in memory, with its part of what is made of it. */
  private static final int TOKEN_MEMORY = 200;

  /** What names are made of; which bytes beyond ASCII are letters is not looked at. */
  private static final boolean[] NAME_PARTS = nameParts();

  private static final int MAX_NAME = 4096;

  /** Blocks within each other end long before. */
  private static final int MAX_INDENT = 1000;

  private final SourceText source;
  private final ReadingBudget budget;
  private final String text;

  /** The same, a byte each, and a zero behind them: to ask a string costs two calls for each. */
  private final byte[] bytes;

  private final List<Token> tokens = new ArrayList<>();
  private final Deque<Integer> indents = new ArrayDeque<>(List.of(0));
  private int position;
  private int brackets;

  private Tokenizer(SourceText source, ReadingBudget budget) {
    this.source = source;
    this.budget = budget;
    this.text = source.text();
    this.bytes = Arrays.copyOf(text.getBytes(StandardCharsets.ISO_8859_1), text.length() + 1);
  }

  static List<Token> tokenize(SourceText source, ReadingBudget budget) throws ArchiveException {
    budget.take(source.text().length());
    return new Tokenizer(source, budget).run();
  }

  private List<Token> run() throws ArchiveException {
    lineStart();
    while (position < text.length()) {
      char c = at(position);
      if (c == '\n') {
        newline();
      } else if (c == ' ' || c == '\t' || c == '\r') {
        position++;
      } else if (c == '\\' && text.startsWith("\\\n", position)) {
        position += 2;
      } else if (c == '#') {
        skipLine();
      } else if (c == '"' || c == '\'') {
        add(Kind.STRING, stringEnd(position));
      } else if (isNameStart(c)) {
        name();
      } else if (isDigit(c) || (c == '.' && isDigit(at(position + 1)))) {
        add(Kind.NUMBER, numberEnd());
      } else {
        symbol();
      }
    }
    if (!tokens.isEmpty() && tokens.get(tokens.size() - 1).kind() != Kind.NEWLINE) {
      add(Kind.NEWLINE, position);
    }
    while (indents.size() > 1) {
      indents.pop();
      add(Kind.DEDENT, position);
    }
    add(Kind.END, position);
    return tokens;
  }

  private void newline() throws ArchiveException {
    if (brackets > 0) {
      position++;
      return;
    }
    if (!tokens.isEmpty() && tokens.get(tokens.size() - 1).kind() != Kind.NEWLINE) {
      add(Kind.NEWLINE, position + 1);
    } else {
      position++;
    }
    lineStart();
  }

  /** Measures a line's indentation; empty lines and comments have none. */
  private void lineStart() throws ArchiveException {
    int start = position;
    while (at(position) == ' ' || at(position) == '\t') {
      position++;
    }
    char c = at(position);
    if (c == '\n' || c == '\r' || c == '#' || c == 0) {
      return;
    }
    int width = position - start;
    if (width > MAX_INDENT) {
      throw source.error(
          position, "an indentation of at most %d".formatted(MAX_INDENT), String.valueOf(width));
    }
    if (width > indents.getFirst()) {
      indents.push(width);
      add(Kind.INDENT, position);
    }
    while (width < indents.getFirst()) {
      indents.pop();
      add(Kind.DEDENT, position);
    }
    if (width != indents.getFirst()) {
      throw source.error(position, "a line indented as the block's others", "another indentation");
    }
  }

  private void skipLine() {
    while (position < text.length() && text.charAt(position) != '\n') {
      position++;
    }
  }

  private void name() throws ArchiveException {
    int end = position;
    while (NAME_PARTS[bytes[end] & 0xff]) { // the zero is none
      end++;
    }
    if (end - position > MAX_NAME) {
      throw source.error(
          position,
          "a name of at most %,d characters".formatted(MAX_NAME),
          "'" + Shown.text(text.substring(position, end)) + "'");
    }
    // b"..", r"..": a prefix belongs to its string.
    if ((at(end) == '"' || at(end) == '\'') && end - position <= 2) {
      add(Kind.STRING, stringEnd(end));
    } else {
      add(Kind.NAME, end);
    }
  }

  private int stringEnd(int start) throws ArchiveException {
    char quote = at(start);
    String triple = String.valueOf(quote).repeat(3);
    String delimiter = text.startsWith(triple, start) ? triple : String.valueOf(quote);
    int i = start + delimiter.length();
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '\\') {
        i += 2;
      } else if (text.startsWith(delimiter, i)) {
        return i + delimiter.length();
      } else if (c == '\n' && delimiter.length() == 1) {
        break;
      } else {
        i++;
      }
    }
    throw source.error(start, "the end of the string that begins here", "the end of the line");
  }

  private int numberEnd() {
    int end = position;
    while (isNamePart(at(end))
        || at(end) == '.'
        || ((at(end) == '-' || at(end) == '+') && isExponent(at(end - 1)) && !isHex())) {
      end++;
    }
    return end;
  }

  private boolean isHex() {
    return at(position) == '0' && (at(position + 1) == 'x' || at(position + 1) == 'X');
  }

  private static boolean isExponent(char c) {
    return c == 'e' || c == 'E';
  }

  private void symbol() throws ArchiveException {
    int longEnd = SECOND_OF_LONG.indexOf(at(position + 1)) < 0 ? position : longSymbolEnd();
    if (longEnd > position) {
      add(Kind.SYMBOL, longEnd);
      return;
    }
    char c = at(position);
    if (SYMBOLS.indexOf(c) < 0) {
      throw source.error(
          position, "TorchScript code", "the character '" + Shown.text("" + c) + "'");
    }
    if ("([{".indexOf(c) >= 0) {
      brackets++;
    } else if (")]}".indexOf(c) >= 0) {
      brackets--;
    }
    add(Kind.SYMBOL, position + 1);
  }

  private int longSymbolEnd() {
    for (String symbol : LONG_SYMBOLS) {
      if (text.startsWith(symbol, position)) {
        return position + symbol.length();
      }
    }
    return position;
  }

  private void add(Kind kind, int end) throws ArchiveException {
    budget.take(TOKEN_MEMORY + (end - position));
    tokens.add(new Token(kind, text.substring(position, end), position));
    position = end;
  }

  private char at(int index) {
    return index < bytes.length ? (char) (bytes[index] & 0xff) : 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean[] nameParts() {
    boolean[] parts = new boolean[0x100];
    for (char c = 0; c < parts.length; c++) {
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
      parts[c] = letter || isDigit(c) || c == '_';
    }
    return parts;
  }

  private static boolean isNameStart(char c) {
    return isNamePart(c) && !isDigit(c);
  }

  private static boolean isNamePart(char c) {
    return NAME_PARTS[c];
  }
}
