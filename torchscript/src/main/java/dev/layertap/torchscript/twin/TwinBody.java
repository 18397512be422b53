// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.ClassCode;
import dev.layertap.torchscript.code.Expression;
import dev.layertap.torchscript.code.FunctionCode;
import dev.layertap.torchscript.code.Statement;
import dev.layertap.torchscript.code.TypeName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Writes what a routine does when its values may be wanted: its body, with calls of the twins of
 * what it calls, or with those twins' bodies in the calls' place, and with its inputs and output
 * put into the store.
 */
final class TwinBody {
  private static final TypeName NOTHING = TypeName.of("NoneType");
  private static final Set<String> PLAIN_RESULTS = Set.of("Tensor", "int", "float", "bool", "str");

  private final TwinContext context;
  private final Routine routine;
  private final FunctionCode code;
  private final String text;
  private final boolean toldSlot;
  private final Locals locals;

  /** How many bodies stand in the twin so far. */
  private final AtomicInteger moved;

  private final Set<Routine> called;
  private final Map<String, ForkSite> forks = new LinkedHashMap<>();
  private final EditedText edits;
  private final String store;
  private final String wanted;

  /** What the routine returned, where its body stands in another. */
  private String result = "None";

  /** A fork whose closure calls twins. */
  private record ForkSite(CallFinder.Fork fork, TypeName type, String store, String futures) {}

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
    this.text = routine.unit().source().text();
    this.toldSlot = toldSlot;
    this.locals = locals;
    this.moved = moved;
    this.called = called;
    this.edits = new EditedText(text);
    this.store = context.names().local("store");
    this.wanted = context.names().local("w");
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
    if (locals.isMoved()) {
      rename(code.body());
    }
    forkSites();
    prologue();
    for (ModuleCall call : context.graph().found(routine).calls()) {
      Optional<Inlining.Site> site = context.inlining().of(routine, call);
      if (site.isPresent()) {
        move(site.get(), call);
      } else if (context.isTwinCall(routine, call)) {
        called.addAll(context.graph().targets(call));
        call(call);
      }
    }
    returns(code.body());
    List<Statement> body = code.body();
    if (!(body.get(body.size() - 1) instanceof Statement.Return)) {
      String end = epilogue("None", indentAt(code.span().bodyStart()));
      edits.insert(code.span().end(), end);
    }
  }

  private void rename(List<Statement> statements) {
    for (Statement statement : statements) {
      if (statement instanceof Statement.Assignment assignment) {
        rename(assignment.target());
        rename(assignment.value());
      } else if (statement instanceof Statement.Evaluation evaluation) {
        rename(evaluation.value());
      } else if (statement instanceof Statement.Return result) {
        result.value().ifPresent(this::rename);
      } else if (statement instanceof Statement.Compound compound) {
        compound.target().ifPresent(this::rename);
        compound.heads().forEach(this::rename);
        compound.blocks().forEach(this::rename);
      }
    }
  }

  private void rename(Expression expression) {
    if (expression instanceof Expression.Name name) {
      if (locals.renamed().containsKey(name.name())) {
        edits.replace(name.start(), name.end(), locals.of(name.name()));
      }
    } else {
      expression.parts().forEach(this::rename);
    }
  }

  /** Puts what a call runs in front of the statement that it stands in. */
  private void move(Inlining.Site site, ModuleCall call) {
    int start = site.statement().start();
    String indent = indentAt(start);
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
    String indent = indentAt(start);
    return (indent + edits.slice(start, code.span().end()))
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> line.substring(indent.length()))
        .toList();
  }

  private void forkSites() {
    for (ModuleCall call : context.graph().found(routine).calls()) {
      if (call.closure().isPresent() && context.isTwinCall(routine, call)) {
        String closure = call.closure().get();
        context
            .graph()
            .fork(routine, closure)
            .ifPresent(fork -> forks.computeIfAbsent(closure, name -> site(fork)));
      }
    }
    for (ForkSite site : forks.values()) {
      int start = site.fork().closure().span().start();
      edits.insert(
          start, site.store() + " = " + context.support().fork(store) + "\n" + indentAt(start));
      Expression.Call call = site.fork().call();
      String hold = context.support().hold(site.type(), site.futures(), "@");
      int at = hold.lastIndexOf('@');
      edits.insert(call.start(), hold.substring(0, at));
      edits.insert(call.end(), hold.substring(at + 1));
    }
  }

  private ForkSite site(CallFinder.Fork fork) {
    String number = String.valueOf(forks.size());
    return new ForkSite(
        fork,
        fork.result().orElseThrow(),
        context.names().local("fork_" + number),
        context.names().local("futures_" + number));
  }

  private void prologue() {
    StringBuilder lines = new StringBuilder();
    String indent = indentAt(code.span().bodyStart());
    for (ForkSite site : forks.values()) {
      lines
          .append(site.futures())
          .append(" = annotate(List[Future[%s]], [])\n".formatted(site.type()))
          .append(indent);
    }
    Optional<Reporting.What> what = context.reports().of(routine);
    if (!locals.isMoved() && (what.isPresent() || context.inlining().isIn(routine))) {
      lines.append(context.support().unpacked(store)).append('\n').append(indent);
    }
    if (what.isPresent()) {
      lines.append(asking(indent));
    }
    if (what.isPresent() && what.get() != Reporting.What.OUTPUT_AFTER_HOOKS) {
      lines.append(beginning(indent));
    }
    edits.insert(code.span().bodyStart(), lines.toString());
  }

  /**
   * Asks once for a module's both ends, as most are not wanted, and with few operators: libtorch
   * makes a plan of all of them before a twin runs for the first time. The first line is not
   * indented, and after the last the text is.
   */
  private String asking(String indent) {
    String slot = slot();
    String known = toldSlot ? "" : "%s = %s\n%s".formatted(locals.own("slot"), slot, indent);
    return known
        + "%s = torch.ne(%s[%s], 0)\n%s".formatted(any(), wanted, locals.own("slot"), indent);
  }

  private String any() {
    return locals.own("any");
  }

  private String beginning(String indent) {
    String take =
        context.support().take(CallPart.INPUTS, inputType(), locals.own("slot"), inputs());
    return ifWanted(take, indent) + indent;
  }

  private List<FunctionCode.Parameter> inputParameters() {
    return code.parameters().subList(1, code.parameters().size());
  }

  private TypeName inputType() {
    return new TypeName(
        "Tuple",
        inputParameters().stream().map(p -> p.type().orElse(TypeName.of("Tensor"))).toList());
  }

  private String inputs() {
    return inputParameters().stream()
        .map(parameter -> locals.of(parameter.name()) + ",")
        .collect(Collectors.joining(" ", "(", ")"));
  }

  private void call(ModuleCall call) {
    TwinNames names = context.names();
    String callStore =
        call.closure()
            .flatMap(closure -> Optional.ofNullable(forks.get(closure)))
            .map(ForkSite::store)
            .orElse(store);
    if (context.tellsSlot(call)) {
      rename(call, names.twinAt(call.name()));
      edits.insert(call.call().open(), callStore + ", " + slotOf(call) + ", ");
      return;
    }
    if (call.kind() == ModuleCall.Kind.CLASS_METHOD && !call.call().arguments().isEmpty()) {
      // Class.hook(module, ...): only hooks are found that way, and their twins are plain methods.
      Expression module = call.call().arguments().get(0);
      String receiver = "(" + text.substring(module.start(), module.end()) + ").";
      edits.replace(
          call.call().function().start(),
          endOfFirstArgument(call.call()),
          receiver + names.twin(call.name()) + "(" + callStore);
      return;
    }
    rename(call, names.twin(call.name()));
    edits.insert(call.call().open(), callStore + ", ");
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
    while (start > call.open() && text.charAt(start - 1) == '(' && text.charAt(end) == ')') {
      start--;
      end++;
    }
    return end;
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
    String indent = indentAt(result.start());
    String name = locals.own("result");
    boolean nothing = result.value().isEmpty() || resultType().equals(NOTHING);
    String end = epilogue(nothing ? "None" : name, indent);
    if (end.isEmpty()) {
      return;
    }
    if (nothing) {
      // What stands after "return" is None, or a call that has no result but must still be made.
      edits.replace(result.start(), result.start() + "return".length(), name + " =");
      if (result.value().isEmpty()) {
        edits.insert(result.end(), " None");
      }
    } else {
      boolean plain = PLAIN_RESULTS.contains(resultType().toString());
      String open = plain ? " = (" : " = annotate(" + resultType() + ", (";
      edits.replace(result.start(), result.start() + "return".length(), name + open);
      edits.insert(result.end(), plain ? ")" : "))");
    }
    edits.insert(result.end(), "\n" + end + indent + "return " + name);
  }

  /** There is nothing to return from: what is returned has a name, and goes on. */
  private void movedResult(Statement.Return statement) {
    String value = edits.slice(statement.start() + "return".length(), statement.end()).strip();
    boolean plain = PLAIN_RESULTS.contains(resultType().toString());
    String line = "";
    if (resultType().equals(NOTHING)) {
      line = value.isEmpty() || value.equals("None") ? "" : value + "\n";
    } else if (plain && statement.value().orElseThrow() instanceof Expression.Name) {
      result = value;
    } else {
      result = locals.own("result");
      line =
          (plain ? "%1$s = (%3$s)\n" : "%1$s : %2$s = (%3$s)\n")
              .formatted(result, resultType(), value);
    }
    String indent = indentAt(statement.start());
    String end = epilogue(result, indent);
    String lines = line.isEmpty() ? end : indent + line + end;
    edits.overwrite(statement.start(), statement.end(), lines.strip());
  }

  /** What happens between computing the result and returning it: whole lines, or nothing. */
  private String epilogue(String result, String indent) {
    StringBuilder lines = new StringBuilder();
    String done = locals.own("done");
    for (ForkSite site : forks.values()) {
      // A fork that nobody waited for would write to its store while Java reads it.
      String wait = context.support().wait(site.type(), site.futures());
      lines.append(indent).append(done).append(" = ").append(wait).append('\n');
    }
    Optional<Reporting.What> what = context.reports().of(routine);
    if (what.isPresent() && what.get() != Reporting.What.INPUTS) {
      lines.append(indent).append(ifWanted(take(what.get(), result), indent));
    }
    return lines.toString();
  }

  /** The first line is not indented. */
  private String ifWanted(String call, String indent) {
    return """
        if %2$s:
        %1$s  %3$s
        """
        .formatted(indent, any(), call);
  }

  private String take(Reporting.What what, String result) {
    if (what == Reporting.What.OUTPUT_AFTER_HOOKS && resultType().equals(TypeName.of("NoneType"))) {
      // A hook without a result leaves the output as it was.
      FunctionCode.Parameter output = code.parameters().get(2);
      TypeName type = output.type().orElse(TypeName.of("Tensor"));
      return take(CallPart.OUTPUT, type, output.name());
    }
    TracedResults.Result reported = context.results().of(routine);
    if (reported.state() == TracedResults.Result.State.REMOVED) {
      return context.support().removed(store, locals.own("slot"));
    }
    String value = reported.expression().replace("%s", result);
    boolean lasts = value.equals(result) && context.lasting().contains(routine);
    return take(lasts ? CallPart.LASTING_OUTPUT : CallPart.OUTPUT, reported.type(), value);
  }

  private String take(CallPart part, TypeName type, String value) {
    return context.support().take(part, type, locals.own("slot"), value);
  }

  private TypeName resultType() {
    return code.returns().orElse(TypeName.of("NoneType"));
  }

  private String slot() {
    if (toldSlot) {
      return context.names().local("slot");
    }
    return context.graph().moduleOf(routine).filter(context.numbering()::hasRoom).isPresent()
        ? locals.of(code.parameters().get(0).name()) + "." + context.names().slot()
        : String.valueOf(context.numbering().nobody());
  }

  private String indentAt(int offset) {
    int line = text.lastIndexOf('\n', offset - 1) + 1;
    int end = line;
    // Of several statements in a line, only the first stands behind nothing but spaces.
    while (end < offset && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
      end++;
    }
    return text.substring(line, end);
  }
}
