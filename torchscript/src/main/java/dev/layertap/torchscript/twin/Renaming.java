// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.Expression;
import dev.layertap.torchscript.code.Statement;
import java.util.List;

/** Gives the names in a body, where it stands in another, the names that they have there. */
final class Renaming {
  private final Locals locals;
  private final EditedText edits;

  Renaming(Locals locals, EditedText edits) {
    this.locals = locals;
    this.edits = edits;
  }

  void in(List<Statement> statements) {
    for (Statement statement : statements) {
      if (statement instanceof Statement.Assignment assignment) {
        in(assignment.target());
        in(assignment.value());
      } else if (statement instanceof Statement.Evaluation evaluation) {
        in(evaluation.value());
      } else if (statement instanceof Statement.Return result) {
        result.value().ifPresent(this::in);
      } else if (statement instanceof Statement.Compound compound) {
        compound.target().ifPresent(this::in);
        compound.heads().forEach(this::in);
        compound.blocks().forEach(this::in);
      }
    }
  }

  private void in(Expression expression) {
    if (expression instanceof Expression.Name name) {
      if (locals.renamed().containsKey(name.name())) {
        edits.replace(name.start(), name.end(), locals.of(name.name()));
      }
    } else {
      expression.parts().forEach(this::in);
    }
  }
}
