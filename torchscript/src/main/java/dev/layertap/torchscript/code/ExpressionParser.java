// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.code;

import dev.layertap.torchscript.archive.ArchiveException;
import dev.layertap.torchscript.code.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parses expressions: calls, literals and Python's operators. */
final class ExpressionParser {
  /** Deeper nesting than any exporter writes would end the thread's stack. */
  private static final int MAX_DEPTH = 400;

  /** What is nested so deep may have two levels for each: {@code ((x).relu()).relu()}. */
  private static final int MAX_LEVELS = 1000;

  private static final Map<String, Integer> BINARY =
      Map.ofEntries(
          Map.entry("or", 1),
          Map.entry("and", 2),
          Map.entry("in", 4),
          Map.entry("is", 4),
          Map.entry("not", 4),
          Map.entry("<", 4),
          Map.entry("<=", 4),
          Map.entry(">", 4),
          Map.entry(">=", 4),
          Map.entry("==", 4),
          Map.entry("!=", 4),
          Map.entry("|", 5),
          Map.entry("^", 6),
          Map.entry("&", 7),
          Map.entry("<<", 8),
          Map.entry(">>", 8),
          Map.entry("+", 9),
          Map.entry("-", 9),
          Map.entry("*", 10),
          Map.entry("@", 10),
          Map.entry("/", 10),
          Map.entry("//", 10),
          Map.entry("%", 10),
          Map.entry("**", 12));
  private static final int NOT = 3;
  private static final int SIGN = 11;
  private static final Set<String> SIGNS = Set.of("-", "+", "~");

  private final SourceText source;
  private final Tokens tokens;
  private int depth;

  ExpressionParser(SourceText source, Tokens tokens) {
    this.source = source;
    this.tokens = tokens;
  }

  /** An expression of a statement, or several with commas between. */
  Expression whole() throws ArchiveException {
    int from = tokens.position();
    return checked(list(), from);
  }

  /** One expression of a statement. */
  Expression wholeSingle() throws ArchiveException {
    int from = tokens.position();
    return checked(single(), from);
  }

  /**
   * A chain such as {@code a.b.c} or {@code a + b + c} is a deep tree without any nesting. Each
   * level has a token of its own, so few tokens need no look.
   */
  private Expression checked(Expression whole, int from) throws ArchiveException {
    if (tokens.position() - from <= MAX_LEVELS) {
      return whole;
    }
    Deque<Expression> open = new ArrayDeque<>(List.of(whole));
    Deque<Integer> levels = new ArrayDeque<>(List.of(1));
    while (!open.isEmpty()) {
      Expression expression = open.pop();
      int level = levels.pop();
      if (level > MAX_LEVELS) {
        throw source.error(
            whole.start(), "an expression of at most " + MAX_LEVELS + " levels", "a deeper one");
      }
      for (Expression part : expression.parts()) {
        open.push(part);
        levels.push(level + 1);
      }
    }
    return whole;
  }

  /** An expression, or several with commas between, which make a tuple. */
  Expression list() throws ArchiveException {
    int start = tokens.peek().start();
    Expression first = single();
    if (!tokens.at(",")) {
      return first;
    }
    List<Expression> items = new ArrayList<>(List.of(first));
    while (tokens.accept(",") && startsExpression()) {
      items.add(single());
    }
    return new Expression.TupleOf(items, start, tokens.previous().end());
  }

  Expression single() throws ArchiveException {
    if (++depth > MAX_DEPTH) {
      throw tokens.error("at most " + MAX_DEPTH + " levels of nesting");
    }
    int start = tokens.peek().start();
    Expression value = binary(0);
    if (tokens.accept("if")) {
      Expression condition = binary(0);
      tokens.expect("else");
      Expression no = single();
      value = new Expression.Conditional(value, condition, no, start, tokens.previous().end());
    }
    depth--;
    return value;
  }

  private Expression binary(int floor) throws ArchiveException {
    int start = tokens.peek().start();
    Expression left = unary();
    while (true) {
      Integer power = isOperator() ? BINARY.get(tokens.peek().text()) : null;
      if (power == null || power <= floor) {
        return left;
      }
      String operator = tokens.take().text();
      if (operator.equals("not")) {
        tokens.expect("in");
      } else if (operator.equals("is")) {
        tokens.accept("not");
      }
      if (++depth > MAX_DEPTH) {
        throw tokens.error("at most " + MAX_DEPTH + " levels of nesting");
      }
      Expression right = binary(operator.equals("**") ? power - 1 : power);
      depth--;
      left = new Expression.Operation(List.of(left, right), start, tokens.previous().end());
    }
  }

  private boolean isOperator() {
    return tokens.at(Kind.SYMBOL) || tokens.at(Kind.NAME);
  }

  private Expression unary() throws ArchiveException {
    Token token = tokens.peek();
    boolean not = token.is("not");
    if (not || (token.kind() == Kind.SYMBOL && SIGNS.contains(token.text()))) {
      tokens.take();
      if (++depth > MAX_DEPTH) {
        throw tokens.error("at most " + MAX_DEPTH + " levels of nesting");
      }
      Expression operand = binary(not ? NOT : SIGN);
      depth--;
      return new Expression.Operation(List.of(operand), token.start(), tokens.previous().end());
    }
    return postfix(token.start(), atom());
  }

  /** What follows an atom, of which parentheses around it are a part: {@code (a).b}. */
  private Expression postfix(int start, Expression atom) throws ArchiveException {
    Expression value = atom;
    while (tokens.at(Kind.SYMBOL)) {
      switch (tokens.peek().text()) {
        case "." -> {
          tokens.take();
          Token name = tokens.expect(Kind.NAME, "a name");
          value = new Expression.Attribute(value, name.text(), name.start(), start, name.end());
        }
        case "(" -> {
          int open = tokens.take().end();
          List<Expression> arguments = arguments();
          value = new Expression.Call(value, arguments, open, start, tokens.previous().end());
        }
        case "[" -> {
          tokens.take();
          Expression index = index();
          tokens.expect("]");
          value = new Expression.Subscript(value, index, start, tokens.previous().end());
        }
        default -> {
          return value;
        }
      }
    }
    return value;
  }

  private List<Expression> arguments() throws ArchiveException {
    List<Expression> arguments = new ArrayList<>();
    while (!tokens.accept(")")) {
      if (!tokens.accept("*")) {
        tokens.accept("**");
      }
      if (tokens.at(Kind.NAME) && tokens.peek(1).is("=")) {
        tokens.take();
        tokens.take();
      }
      arguments.add(single());
      if (!tokens.at(")")) {
        tokens.expect(",");
      }
    }
    return List.copyOf(arguments);
  }

  /** What stands in brackets after a value: an index, several, or slices. */
  private Expression index() throws ArchiveException {
    int start = tokens.peek().start();
    List<Expression> items = new ArrayList<>();
    boolean several = false;
    while (!tokens.at("]")) {
      items.add(indexItem());
      if (tokens.accept(",")) {
        several = true;
      } else {
        break;
      }
    }
    if (items.size() == 1 && !several) {
      return items.get(0);
    }
    return new Expression.TupleOf(List.copyOf(items), start, tokens.previous().end());
  }

  private Expression indexItem() throws ArchiveException {
    int start = tokens.peek().start();
    List<Expression> parts = new ArrayList<>();
    boolean slice = false;
    while (!tokens.at("]") && !tokens.at(",")) {
      if (tokens.accept(":")) {
        slice = true;
      } else {
        parts.add(single());
        if (!tokens.at(":")) {
          break;
        }
      }
    }
    if (!slice && parts.size() == 1) {
      return parts.get(0);
    }
    return new Expression.Operation(List.copyOf(parts), start, tokens.previous().end());
  }

  private Expression atom() throws ArchiveException {
    Token token = tokens.peek();
    switch (token.kind()) {
      case NAME -> {
        tokens.take();
        return new Expression.Name(token.text(), token.start(), token.end());
      }
      case NUMBER -> {
        tokens.take();
        return new Expression.Numeral(token.text(), token.start(), token.end());
      }
      case STRING -> {
        return string();
      }
      default -> {
        if (tokens.accept("(")) {
          return parenthesized(token.start());
        } else if (tokens.accept("[")) {
          List<Expression> items = items("]");
          return new Expression.ListOf(items, token.start(), tokens.previous().end());
        } else if (tokens.accept("{")) {
          return dict(token.start());
        } else if (tokens.accept("...")) {
          return new Expression.Operation(List.of(), token.start(), token.end());
        }
        throw tokens.error("an expression");
      }
    }
  }

  private Expression string() throws ArchiveException {
    int start = tokens.peek().start();
    StringBuilder value = new StringBuilder();
    while (tokens.at(Kind.STRING)) {
      value.append(StringLiteral.value(tokens.take().text()));
    }
    return new Expression.Text(value.toString(), start, tokens.previous().end());
  }

  private Expression parenthesized(int start) throws ArchiveException {
    if (tokens.accept(")")) {
      return new Expression.TupleOf(List.of(), start, tokens.previous().end());
    }
    Expression first = single();
    if (tokens.accept(")")) {
      // Parentheses alone change nothing but the place: (a) is a.
      return first;
    }
    List<Expression> items = new ArrayList<>(List.of(first));
    tokens.expect(",");
    items.addAll(items(")"));
    return new Expression.TupleOf(List.copyOf(items), start, tokens.previous().end());
  }

  private Expression dict(int start) throws ArchiveException {
    List<Expression> items = new ArrayList<>();
    while (!tokens.accept("}")) {
      items.add(single());
      tokens.expect(":");
      items.add(single());
      if (!tokens.at("}")) {
        tokens.expect(",");
      }
    }
    return new Expression.DictOf(List.copyOf(items), start, tokens.previous().end());
  }

  private List<Expression> items(String close) throws ArchiveException {
    List<Expression> items = new ArrayList<>();
    while (!tokens.accept(close)) {
      items.add(single());
      if (!tokens.at(close)) {
        tokens.expect(",");
      }
    }
    return List.copyOf(items);
  }

  private boolean startsExpression() {
    Token token = tokens.peek();
    return switch (token.kind()) {
      case NAME, NUMBER, STRING -> true;
      case SYMBOL ->
          SIGNS.contains(token.text())
              || token.is("(")
              || token.is("[")
              || token.is("{")
              || token.is("...");
      default -> false;
    };
  }
}
