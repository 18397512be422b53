// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.code;

import dev.layertap.torchscript.archive.ArchiveException;
import dev.layertap.torchscript.archive.ReadingBudget;
import dev.layertap.torchscript.archive.Shown;
import dev.layertap.torchscript.code.Token.Kind;

/** The tokens of a source, read in order. */
final class Tokens {
  private final SourceText source;
  private final Token[] tokens;
  private int position;

  Tokens(SourceText source, ReadingBudget budget) throws ArchiveException {
    this.source = source;
    this.tokens = Tokenizer.tokenize(source, budget).toArray(new Token[0]);
  }

  Token peek() {
    return tokens[position];
  }

  Token peek(int ahead) {
    return tokens[Math.max(0, Math.min(position + ahead, tokens.length - 1))];
  }

  Token previous() {
    return tokens[position - 1];
  }

  /** How many were taken so far. */
  int position() {
    return position;
  }

  boolean at(String text) {
    return peek().is(text);
  }

  boolean at(Kind kind) {
    return peek().kind() == kind;
  }

  Token take() {
    Token token = peek();
    if (token.kind() != Kind.END) {
      position++;
    }
    return token;
  }

  boolean accept(String text) {
    if (at(text)) {
      take();
      return true;
    }
    return false;
  }

  boolean accept(Kind kind) {
    if (at(kind)) {
      take();
      return true;
    }
    return false;
  }

  Token expect(String text) throws ArchiveException {
    if (!at(text)) {
      throw error("'" + text + "'");
    }
    return take();
  }

  Token expect(Kind kind, String what) throws ArchiveException {
    if (!at(kind)) {
      throw error(what);
    }
    return take();
  }

  ArchiveException error(String expected) {
    Token token = peek();
    String found =
        switch (token.kind()) {
          case NEWLINE -> "the end of the line";
          case INDENT -> "a deeper indentation";
          case DEDENT -> "the end of the block";
          case END -> "the end of the file";
          default -> "'" + Shown.text(token.text()) + "'";
        };
    return source.error(token.start(), expected, found);
  }
}
