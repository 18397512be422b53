// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.ClassCode;
import dev.layertap.torchscript.code.FunctionCode;
import java.util.Set;

/** Writes the twin of one routine: another name, a store as one more parameter, and its body. */
final class RoutineTwin {
  private final TwinContext context;
  private final Routine routine;
  private final boolean toldSlot;

  /**
   * Prepares a twin.
   *
   * @param toldSlot whether it takes the slot to report to as another parameter
   */
  RoutineTwin(TwinContext context, Routine routine, boolean toldSlot) {
    this.context = context;
    this.routine = routine;
    this.toldSlot = toldSlot;
  }

  /**
   * The twin's lines, the first of them indented.
   *
   * @param called takes the routines whose twins it calls
   */
  String write(Set<Routine> called) {
    FunctionCode code = routine.code();
    String text = routine.unit().source().text();
    FunctionCode.Span span = code.span();
    TwinNames names = context.names();
    EditedText edits =
        isInterface() ? new EditedText(text) : TwinBody.of(context, routine, toldSlot, called);
    String name = toldSlot ? names.twinAt(code.name()) : names.twin(code.name());
    edits.replace(span.nameStart(), span.nameStart() + code.name().length(), name);
    parameter(edits);
    int line = text.lastIndexOf('\n', span.start() - 1) + 1;
    String twin = text.substring(line, span.start()) + edits.slice(span.start(), span.end());
    return twin.endsWith("\n") ? twin : twin + "\n";
  }

  private boolean isInterface() {
    return routine
        .owner()
        .filter(type -> type.kind() == ClassCode.Kind.MODULE_INTERFACE)
        .isPresent();
  }

  private void parameter(EditedText edits) {
    TwinNames names = context.names();
    FunctionCode code = routine.code();
    String more = names.local("store") + ": " + context.support().storeType();
    if (toldSlot) {
      more += ", " + names.local("slot") + ": int";
    }
    if (routine.owner().isPresent()) {
      edits.insert(code.parameters().get(0).end(), ", " + more);
    } else {
      edits.insert(code.span().open(), code.parameters().isEmpty() ? more : more + ", ");
    }
  }
}
