// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.code;

import dev.layertap.torchscript.archive.ArchiveException;
import dev.layertap.torchscript.archive.ReadingBudget;
import dev.layertap.torchscript.code.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Parses a code file: classes, functions, and the statements within. */
public final class SourceParser {
  private static final int MAX_BLOCK_DEPTH = 200;
  private static final Set<String> WITH_OPERANDS = Set.of("assert", "raise", "del", "global");

  private final String qualifier;
  private final SourceText source;
  private final ReadingBudget budget;
  private final Tokens tokens;
  private final ExpressionParser expressions;
  private int depth;

  private SourceParser(String qualifier, SourceText source, ReadingBudget budget)
      throws ArchiveException {
    this.qualifier = qualifier;
    this.source = source;
    this.budget = budget;
    this.tokens = new Tokens(source, budget);
    this.expressions = new ExpressionParser(source, tokens);
  }

  /**
   * Parses a file.
   *
   * @param qualifier the prefix of its names
   * @param source its text
   * @param budget the memory that its parts may take
   * @return its classes and functions
   * @throws ArchiveException when it is not TorchScript's subset of Python, or too large
   */
  public static SourceUnit parse(String qualifier, SourceText source, ReadingBudget budget)
      throws ArchiveException {
    SourceParser parser = new SourceParser(qualifier, source, budget);
    List<ClassCode> classes = new ArrayList<>();
    List<FunctionCode> functions = new ArrayList<>();
    Tokens tokens = parser.tokens;
    while (!tokens.at(Kind.END)) {
      if (tokens.at("class")) {
        budget.take(qualifier.length());
        classes.add(new ClassParser(parser, tokens, qualifier).parse());
      } else if (tokens.at("def")) {
        functions.add(parser.function());
      } else {
        // op_version_set = 1 and the like, in files of old versions
        parser.statement();
      }
    }
    return new SourceUnit(qualifier, source, List.copyOf(classes), List.copyOf(functions));
  }

  SourceText source() {
    return source;
  }

  FunctionCode function() throws ArchiveException {
    // Every function is known by its whole name.
    budget.take(qualifier.length());
    int start = tokens.expect("def").start();
    Token name = tokens.expect(Kind.NAME, "the function's name");
    int open = tokens.expect("(").end();
    List<FunctionCode.Parameter> parameters = new ArrayList<>();
    while (!tokens.at(")")) {
      if (!tokens.accept("*")) {
        parameters.add(parameter());
      }
      if (!tokens.at(")")) {
        tokens.expect(",");
      }
    }
    int close = tokens.take().start();
    int returnsStart = close;
    int returnsEnd = close;
    Optional<TypeName> returns = Optional.empty();
    if (tokens.accept("->")) {
      returnsStart = tokens.peek().start();
      returns = type();
      returnsEnd = tokens.previous().end();
    }
    tokens.expect(":");
    int bodyStart = tokens.peek(tokens.at(Kind.NEWLINE) ? 2 : 0).start();
    List<Statement> body = block();
    return new FunctionCode(
        name.text(),
        List.copyOf(parameters),
        returns,
        body,
        new FunctionCode.Span(
            start, name.start(), open, close, returnsStart, returnsEnd, bodyStart, blockEnd()));
  }

  private FunctionCode.Parameter parameter() throws ArchiveException {
    Token name = tokens.expect(Kind.NAME, "a parameter's name");
    Optional<TypeName> type = tokens.accept(":") ? type() : Optional.empty();
    boolean hasDefault = tokens.accept("=");
    if (hasDefault) {
      expressions.wholeSingle();
    }
    return new FunctionCode.Parameter(
        name.text(), type, hasDefault, name.start(), tokens.previous().end());
  }

  Optional<TypeName> type() throws ArchiveException {
    return TypeName.from(expressions.wholeSingle());
  }

  /** The end of the last line of the block that was just read. */
  private int blockEnd() {
    int back = 1;
    while (tokens.peek(-back).kind() == Kind.DEDENT) {
      back++;
    }
    return tokens.peek(-back).end();
  }

  private List<Statement> block() throws ArchiveException {
    if (++depth > MAX_BLOCK_DEPTH) {
      throw tokens.error("at most " + MAX_BLOCK_DEPTH + " blocks within each other");
    }
    if (!tokens.accept(Kind.NEWLINE)) {
      List<Statement> single = List.of(statement());
      depth--;
      return single;
    }
    tokens.expect(Kind.INDENT, "an indented block");
    List<Statement> statements = new ArrayList<>();
    while (!tokens.accept(Kind.DEDENT)) {
      statements.add(statement());
    }
    depth--;
    return List.copyOf(statements);
  }

  Statement statement() throws ArchiveException {
    Token first = tokens.peek();
    int start = first.start();
    if (first.kind() == Kind.NAME) {
      switch (first.text()) {
        case "if", "while" -> {
          return branches();
        }
        case "for" -> {
          tokens.take();
          Expression target = target();
          tokens.expect("in");
          Expression iterated = expressions.whole();
          tokens.expect(":");
          return new Statement.Compound(
              List.of(iterated), Optional.of(target), List.of(block()), start);
        }
        case "with" -> {
          tokens.take();
          Expression context = expressions.whole();
          tokens.expect(":");
          return new Statement.Compound(
              List.of(context), Optional.empty(), List.of(block()), start);
        }
        case "def" -> {
          return new Statement.Closure(function(), start);
        }
        case "return" -> {
          tokens.take();
          Optional<Expression> value =
              tokens.at(Kind.NEWLINE) ? Optional.empty() : Optional.of(expressions.whole());
          int end = tokens.previous().end();
          endLine();
          return new Statement.Return(value, start, end);
        }
        case "pass", "break", "continue" -> {
          tokens.take();
          endLine();
          return new Statement.Nothing(start);
        }
        default -> {}
      }
      if (WITH_OPERANDS.contains(first.text())) {
        tokens.take();
        Expression operands = expressions.whole();
        endLine();
        return new Statement.Evaluation(operands, start);
      }
    }
    return simple(start);
  }

  /** A loop's variable: names only, since {@code in} is an operator elsewhere. */
  private Expression target() throws ArchiveException {
    Token name = tokens.expect(Kind.NAME, "the loop's variable");
    return new Expression.Name(name.text(), name.start(), name.end());
  }

  private Statement branches() throws ArchiveException {
    int start = tokens.peek().start();
    List<Expression> heads = new ArrayList<>();
    List<List<Statement>> blocks = new ArrayList<>();
    do {
      tokens.take();
      heads.add(expressions.wholeSingle());
      tokens.expect(":");
      blocks.add(block());
    } while (tokens.at("elif"));
    if (tokens.accept("else")) {
      tokens.expect(":");
      blocks.add(block());
    }
    return new Statement.Compound(heads, Optional.empty(), blocks, start);
  }

  private Statement simple(int start) throws ArchiveException {
    Expression first = expressions.whole();
    Optional<TypeName> annotation = tokens.accept(":") ? type() : Optional.empty();
    if (tokens.accept("=")) {
      Expression value = expressions.whole();
      while (tokens.accept("=")) {
        value = expressions.whole();
      }
      endLine();
      return new Statement.Assignment(first, annotation, value, start);
    }
    String symbol = tokens.peek().text();
    if (tokens.at(Kind.SYMBOL) && symbol.length() > 1 && symbol.endsWith("=")) {
      tokens.take();
      Expression operand = expressions.whole();
      endLine();
      return new Statement.Evaluation(
          new Expression.Operation(List.of(first, operand), start, operand.end()), start);
    }
    endLine();
    if (annotation.isPresent()) {
      // A declaration without a value.
      return new Statement.Assignment(first, annotation, first, start);
    }
    return new Statement.Evaluation(first, start);
  }

  private void endLine() throws ArchiveException {
    if (!tokens.accept(";")) {
      tokens.expect(Kind.NEWLINE, "the end of the line");
    }
  }
}
