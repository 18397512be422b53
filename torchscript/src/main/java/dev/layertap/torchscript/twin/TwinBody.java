// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.Expression;
import dev.layertap.torchscript.code.FunctionCode;
import dev.layertap.torchscript.code.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes what a routine does when its values may be wanted: its body, with calls of the twins of
 * what it calls, or with those twins' bodies in the calls' place, and with its inputs and output
 * put into the store.
 */
final class TwinBody {
  private static final Set<String> PLAIN_RESULTS = Set.of("Tensor", "int", "float", "bool", "str");
  private static final String RETURN = "return";

  private final TwinContext context;
  private final Routine routine;
  private final FunctionCode code;
  private final Locals locals;

  /** How many bodies stand in the twin so far. */
  private final AtomicInteger moved;

  private final Set<Routine> called;
  private final EditedText edits;
  private final Forks forks;
  private final TwinCalls calls;
  private final ModuleEnds ends;
  private final String store;

  /** What the routine returned, where its body stands in another. */
  private String result = "None";

  private TwinBody(
      TwinContext context,
      Routine routine,
      boolean toldSlot,
      Locals locals,
      AtomicInteger moved,
      Set<Routine> called) {
    this.context = context;
    this.routine = routine;
    this.code = routine.code();
    this.locals = locals;
    this.moved = moved;
    this.called = called;
    this.edits = new EditedText(routine.unit().source().text());
    this.forks = new Forks(context, routine);
    this.calls = new TwinCalls(context, edits);
    this.ends = new ModuleEnds(context, routine, toldSlot, locals);
    this.store = context.names().local("store");
  }

  /**
   * The body of a twin.
   *
   * @param toldSlot whether it takes the slot to report to as another parameter
   * @param called takes the routines whose twins it calls
   * @return edits of the file that the routine stands in
   */
  static EditedText of(
      TwinContext context, Routine routine, boolean toldSlot, Set<Routine> called) {
    Locals own = Locals.ofTwin(context.names());
    TwinBody body = new TwinBody(context, routine, toldSlot, own, new AtomicInteger(), called);
    body.edit();
    return body.edits;
  }

  private void edit() {
    List<Statement> body = code.body();
    if (locals.isMoved()) {
      new Renaming(locals, edits).in(body);
    }
    forks.edit(edits, store);
    begin();
    for (ModuleCall call : context.graph().found(routine).calls()) {
      Optional<Inlining.Site> site = context.inlining().of(routine, call);
      if (site.isPresent()) {
        move(site.get(), call);
      } else if (context.isTwinCall(routine, call)) {
        called.addAll(context.graph().targets(call));
        calls.edit(call, forks.storeOf(call).orElse(store));
      }
    }
    returns(body);
    if (!(body.get(body.size() - 1) instanceof Statement.Return)) {
      edits.insert(code.span().end(), end("None", edits.indentAt(code.span().bodyStart())));
    }
  }

  private void begin() {
    int start = code.span().bodyStart();
    String indent = edits.indentAt(start);
    String unpacked =
        !locals.isMoved() && (ends.areReported() || context.inlining().isIn(routine))
            ? context.support().unpacked(store) + "\n" + indent
            : "";
    edits.insert(start, forks.declared(indent) + unpacked + ends.begin(indent));
  }

  /** What happens between computing the result and returning it: whole lines, or nothing. */
  private String end(String result, String indent) {
    return forks.awaited(locals.own("done"), indent) + ends.end(result, indent);
  }

  /** Puts what a call runs in front of the statement that it stands in. */
  private void move(Inlining.Site site, ModuleCall call) {
    int start = site.statement().start();
    String indent = edits.indentAt(start);
    Moving moving = new Moving(context.names(), moved.incrementAndGet(), site.callee());
    if (call.kind() == ModuleCall.Kind.METHOD
        && call.call().function() instanceof Expression.Attribute method) {
      moving.pass(valueOf(method.base()));
    }
    call.call().arguments().forEach(argument -> moving.pass(valueOf(argument)));
    TwinBody body = new TwinBody(context, site.callee(), false, moving.locals(), moved, called);
    List<String> lines = new ArrayList<>(moving.lines());
    lines.addAll(body.moved());
    lines.forEach(line -> edits.insert(start, line + "\n" + indent));
    edits.overwrite(call.call().start(), call.call().end(), body.result);
  }

  private String valueOf(Expression expression) {
    return edits.slice(expression.start(), expression.end());
  }

  /** The lines for another place, not indented. */
  private List<String> moved() {
    edit();
    int start = code.span().bodyStart();
    String indent = edits.indentAt(start);
    return (indent + edits.slice(start, code.span().end()))
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> line.substring(indent.length()))
        .toList();
  }

  private void returns(List<Statement> statements) {
    for (Statement statement : statements) {
      if (statement instanceof Statement.Return result) {
        returns(result);
      } else if (statement instanceof Statement.Compound compound) {
        compound.blocks().forEach(this::returns);
      }
    }
  }

  private void returns(Statement.Return result) {
    if (locals.isMoved()) {
      movedResult(result);
      return;
    }
    String indent = edits.indentAt(result.start());
    String name = locals.own("result");
    boolean nothing = result.value().isEmpty() || !routine.hasResult();
    String end = end(nothing ? "None" : name, indent);
    if (end.isEmpty()) {
      return;
    }
    int value = result.start() + RETURN.length();
    if (nothing) {
      // What stands after "return" is None, or a call that has no result but must still be made.
      edits.replace(result.start(), value, name + " =");
      if (result.value().isEmpty()) {
        edits.insert(result.end(), " None");
      }
    } else {
      String open = isPlain() ? " = (" : " = annotate(" + routine.resultType() + ", (";
      edits.replace(result.start(), value, name + open);
      edits.insert(result.end(), isPlain() ? ")" : "))");
    }
    edits.insert(result.end(), "\n" + end + indent + "return " + name);
  }

  /** There is nothing to return from: what is returned has a name, and goes on. */
  private void movedResult(Statement.Return statement) {
    String value = edits.slice(statement.start() + RETURN.length(), statement.end()).strip();
    String line = "";
    if (statement.value().isEmpty() || !routine.hasResult()) {
      line = value.isEmpty() || value.equals("None") ? "" : value + "\n";
    } else if (isPlain() && statement.value().get() instanceof Expression.Name) {
      result = value;
    } else {
      result = locals.own("result");
      line =
          (isPlain() ? "%1$s = (%3$s)\n" : "%1$s : %2$s = (%3$s)\n")
              .formatted(result, routine.resultType(), value);
    }
    String indent = edits.indentAt(statement.start());
    String end = end(result, indent);
    String lines = line.isEmpty() ? end : indent + line + end;
    edits.overwrite(statement.start(), statement.end(), lines.strip());
  }

  /** Whether a value of the result's type needs no type said. */
  private boolean isPlain() {
    return PLAIN_RESULTS.contains(routine.resultType().toString());
  }
}
