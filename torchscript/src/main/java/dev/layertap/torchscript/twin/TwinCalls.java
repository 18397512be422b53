// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.ClassCode;
import dev.layertap.torchscript.code.Expression;

/** Puts a call of a twin in the place of a call of the original. */
final class TwinCalls {
  private final TwinContext context;
  private final EditedText edits;

  TwinCalls(TwinContext context, EditedText edits) {
    this.context = context;
    this.edits = edits;
  }

  /**
   * Puts it there.
   *
   * @param store what the twin is given for what it captures
   */
  void edit(ModuleCall call, String store) {
    TwinNames names = context.names();
    if (context.tellsSlot(call)) {
      rename(call, names.twinAt(call.name()));
      edits.insert(call.call().open(), store + ", " + slotOf(call) + ", ");
      return;
    }
    if (call.kind() == ModuleCall.Kind.CLASS_METHOD && !call.call().arguments().isEmpty()) {
      // Class.hook(module, ...): only hooks are found that way, and their twins are plain methods.
      Expression module = call.call().arguments().get(0);
      String receiver = "(" + edits.original(module.start(), module.end()) + ").";
      edits.replace(
          call.call().function().start(),
          endOfFirstArgument(call.call()),
          receiver + names.twin(call.name()) + "(" + store);
      return;
    }
    rename(call, names.twin(call.name()));
    edits.insert(call.call().open(), store + ", ");
  }

  private void rename(ModuleCall call, String twin) {
    Expression function = call.call().function();
    if (call.kind() == ModuleCall.Kind.METHOD
        && function instanceof Expression.Attribute attribute) {
      edits.replace(attribute.nameStart(), attribute.end(), twin);
    } else {
      // The whole name: what stands there may be a local that holds the original function.
      edits.overwrite(function.start(), function.end(), call.owner().orElseThrow() + "." + twin);
    }
  }

  private String slotOf(ModuleCall call) {
    if (call.child().isPresent() && context.numbering().holds(call.child().get())) {
      ModuleCall.Child child = call.child().get();
      ClassCode holder = context.graph().type(child.holderType()).orElseThrow();
      int index = context.numbering().attributeIndex(holder, child.attribute());
      return child.holder() + "." + context.names().slotOf(index);
    }
    return String.valueOf(context.numbering().nobody());
  }

  /** Where the first argument ends, its own parentheses included. */
  private int endOfFirstArgument(Expression.Call call) {
    int start = call.arguments().get(0).start();
    int end = call.arguments().get(0).end();
    while (start > call.open()
        && edits.original(start - 1, start).equals("(")
        && edits.original(end, end + 1).equals(")")) {
      start--;
      end++;
    }
    return end;
  }
}
