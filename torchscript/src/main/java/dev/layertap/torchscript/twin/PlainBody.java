// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.Expression;
import dev.layertap.torchscript.code.FunctionCode;
import dev.layertap.torchscript.code.Statement;
import java.util.List;

/**
 * Tells whether a routine is written so that its body can be moved: a statement a line, one
 * indentation, and one {@code return}, at the end. What libtorch writes is.
 */
final class PlainBody {
  private final String text;

  private PlainBody(String text) {
    this.text = text;
  }

  static boolean isPlain(Routine routine) {
    FunctionCode code = routine.code();
    List<Statement> body = code.body();
    PlainBody plain = new PlainBody(routine.unit().source().text());
    return !body.isEmpty()
        && body.get(body.size() - 1) instanceof Statement.Return
        && plain.isFirstInLine(body.get(body.size() - 1))
        && plain.isIndented(code.span())
        && body.subList(0, body.size() - 1).stream().allMatch(plain::isMovable);
  }

  /** Whether a statement is the first in its line. */
  static boolean isFirstInLine(Statement statement, String text) {
    return new PlainBody(text).isFirstInLine(statement);
  }

  /** Whether a call has no {@code name=value}, and no {@code *}. */
  static boolean hasNoNames(Expression.Call call, String text) {
    for (Expression argument : call.arguments()) {
      int before = argument.start() - 1;
      while (before >= call.open() && (text.charAt(before) <= ' ' || text.charAt(before) == '(')) {
        before--;
      }
      if (before >= call.open() && text.charAt(before) != ',') {
        return false;
      }
    }
    return true;
  }

  private boolean isMovable(Statement statement) {
    if (!isFirstInLine(statement)) {
      return false;
    }
    if (statement instanceof Statement.Assignment assignment) {
      return isOne(assignment);
    } else if (statement instanceof Statement.Compound compound) {
      return !text.startsWith("with", compound.start())
          && compound.blocks().stream().allMatch(block -> block.stream().allMatch(this::isMovable));
    }
    return statement instanceof Statement.Evaluation || statement instanceof Statement.Nothing;
  }

  private boolean isFirstInLine(Statement statement) {
    int line = text.lastIndexOf('\n', statement.start() - 1) + 1;
    return text.substring(line, statement.start()).isBlank();
  }

  /** Of {@code a = b = c}, the parser keeps no {@code b}. */
  private boolean isOne(Statement.Assignment assignment) {
    int from = assignment.target().end();
    int to = assignment.value().start();
    return from < to && text.substring(from, to).chars().filter(c -> c == '=').count() == 1;
  }

  private boolean isIndented(FunctionCode.Span span) {
    int line = text.lastIndexOf('\n', span.bodyStart() - 1) + 1;
    String indent = text.substring(line, span.bodyStart());
    String body = text.substring(line, span.end());
    return indent.isBlank()
        && !body.contains("\"\"\"")
        && !body.contains("'''")
        && !body.contains("\\\n")
        && body.lines().allMatch(each -> each.startsWith(indent));
  }
}
