// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.CodeBase;
import dev.layertap.torchscript.code.Expression;
import dev.layertap.torchscript.code.FunctionCode;
import dev.layertap.torchscript.code.Latin1;
import dev.layertap.torchscript.code.Statement;
import dev.layertap.torchscript.code.TypeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the calls of the archive's own routines in a routine, and tells which class each receiver
 * has. It follows the types of locals from assignment to assignment; what it need not know (the
 * types of operators' results) it leaves unknown.
 */
final class CallFinder {
  private final CodeBase code;
  private final Types types;
  private final Map<String, TypeName> locals = new HashMap<>();
  private final Map<String, ModuleCall.Child> children = new HashMap<>();
  private final Map<String, String> functions = new HashMap<>();
  private final Map<String, FunctionCode> closures = new HashMap<>();
  private final Map<String, TypeName> closureTypes = new HashMap<>();
  private final Set<String> once = new HashSet<>();
  private final List<ModuleCall> calls = new ArrayList<>();
  private final List<Fork> forks = new ArrayList<>();
  private Optional<String> closure = Optional.empty();

  private CallFinder(CodeBase code) {
    this.code = code;
    this.types = new Types(code);
  }

  /**
   * What a routine calls.
   *
   * @param calls its calls, in the order in which they are evaluated
   * @param forks its forks
   */
  record Found(List<ModuleCall> calls, List<Fork> forks) {}

  /**
   * A {@code fork(closure)}.
   *
   * @param call the whole call
   * @param closure the closure
   * @param result what the closure returns, if that could be told
   */
  record Fork(Expression.Call call, FunctionCode closure, Optional<TypeName> result) {}

  static Found find(CodeBase code, Routine routine) {
    CallFinder finder = new CallFinder(code);
    finder.once.addAll(AssignedOnce.in(routine.code()));
    List<FunctionCode.Parameter> parameters = routine.code().parameters();
    for (int i = 0; i < parameters.size(); i++) {
      FunctionCode.Parameter parameter = parameters.get(i);
      // An interface's own first parameter has no type.
      Optional<TypeName> type =
          i == 0
              ? parameter
                  .type()
                  .or(() -> routine.owner().map(owner -> TypeName.of(owner.qualifiedName())))
              : parameter.type();
      type.ifPresent(known -> finder.locals.put(parameter.name(), known));
    }
    finder.block(routine.code().body());
    return new Found(List.copyOf(finder.calls), List.copyOf(finder.forks));
  }

  private void block(List<Statement> statements) {
    for (Statement statement : statements) {
      if (statement instanceof Statement.Assignment assignment) {
        Optional<TypeName> value = visit(assignment.value());
        assign(assignment.target(), assignment.annotation().or(() -> value));
        remember(assignment);
        rememberFunction(assignment);
      } else if (statement instanceof Statement.Evaluation evaluation) {
        visit(evaluation.value());
      } else if (statement instanceof Statement.Return result) {
        Optional<TypeName> type = result.value().flatMap(this::visit);
        closure.ifPresent(name -> type.ifPresent(known -> closureTypes.put(name, known)));
      } else if (statement instanceof Statement.Compound compound) {
        compound(compound);
      } else if (statement instanceof Statement.Closure inner) {
        closure(inner.function());
      }
    }
  }

  private void compound(Statement.Compound compound) {
    for (Expression head : compound.heads()) {
      Optional<TypeName> iterated = visit(head);
      compound.target().ifPresent(target -> assign(target, iterated.flatMap(types::element)));
    }
    compound.blocks().forEach(this::block);
  }

  private void closure(FunctionCode function) {
    Optional<String> outer = closure;
    closure = Optional.of(function.name());
    closures.put(function.name(), function);
    block(function.body());
    closure = outer;
  }

  private void assign(Expression target, Optional<TypeName> type) {
    if (target instanceof Expression.Name name) {
      if (type.isPresent()) {
        locals.put(name.name(), type.get());
      } else {
        locals.remove(name.name());
      }
    } else if (target instanceof Expression.TupleOf tuple) {
      for (int i = 0; i < tuple.items().size(); i++) {
        int index = i;
        assign(tuple.items().get(i), type.flatMap(known -> types.tupleElement(known, index)));
      }
    }
  }

  /** Notes {@code x = holder.attribute}, as long as neither name ever means something else. */
  private void remember(Statement.Assignment assignment) {
    if (assignment.target() instanceof Expression.Name name && once.contains(name.name())) {
      Optional<ModuleCall.Child> child = child(assignment.value());
      child.ifPresent(known -> children.put(name.name(), known));
    }
  }

  /** Notes {@code _1 = __torch__.file.function}: long names are printed apart from their calls. */
  private void rememberFunction(Statement.Assignment assignment) {
    if (assignment.target() instanceof Expression.Name name && once.contains(name.name())) {
      types
          .globalName(assignment.value(), locals)
          .ifPresent(function -> functions.put(name.name(), function));
    }
  }

  private Optional<ModuleCall.Child> child(Expression expression) {
    if (expression instanceof Expression.Name name) {
      return Optional.ofNullable(children.get(name.name()));
    }
    Optional<AttributeRead> read = AttributeRead.of(expression);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Expression base = read.get().base();
    String attribute = read.get().attribute();
    Optional<TypeName> holderType = types.of(base, locals);
    Optional<String> holder = holder(base);
    if (holderType.isEmpty() || holder.isEmpty() || !types.isModule(holderType.get())) {
      return Optional.empty();
    }
    return Optional.of(
        new ModuleCall.Child(holder.get(), holderType.get().name(), Latin1.decode(attribute)));
  }

  private Optional<String> holder(Expression base) {
    if (base instanceof Expression.Name name) {
      return once.contains(name.name()) ? Optional.of(name.name()) : Optional.empty();
    }
    return AttributeRead.of(base)
        .filter(read -> AttributeRead.isPlainName(read.attribute()))
        .flatMap(read -> holder(read.base()).map(text -> text + "." + read.attribute()));
  }

  /** Finds the calls in an expression, in order of evaluation, and tells the expression's type. */
  private Optional<TypeName> visit(Expression expression) {
    if (expression instanceof Expression.Call call) {
      visitCall(call);
    } else {
      expression.parts().forEach(this::visit);
    }
    return types.of(expression, locals);
  }

  private void visitCall(Expression.Call call) {
    if (call.function() instanceof Expression.Attribute method) {
      Optional<String> path = types.globalName(call.function(), locals);
      if (path.isEmpty()) {
        visit(method.base());
      }
      call.arguments().forEach(this::visit);
      if (path.isPresent()) {
        global(path.get(), call);
      } else {
        method(method, call);
      }
      return;
    }
    call.arguments().forEach(this::visit);
    if (call.function() instanceof Expression.Name name && functions.containsKey(name.name())) {
      global(functions.get(name.name()), call);
    } else if (call.function() instanceof Expression.Name name
        && name.name().equals("fork")
        && call.arguments().size() == 1
        && call.arguments().get(0) instanceof Expression.Name closureName
        && closures.containsKey(closureName.name())) {
      FunctionCode function = closures.get(closureName.name());
      Optional<TypeName> result = Optional.ofNullable(closureTypes.get(function.name()));
      forks.add(new Fork(call, function, result));
      types.setResult(call, result.map(type -> new TypeName("Future", List.of(type))));
    }
  }

  private void global(String path, Expression.Call call) {
    int dot = path.lastIndexOf('.');
    if (dot < 0) {
      return; // torch or ops itself, which nobody can call
    }
    String owner = path.substring(0, dot);
    String name = path.substring(dot + 1);
    // A compiled hook stands in a file of functions as well, but is found in its class.
    Optional<FunctionCode> method = code.type(owner).flatMap(type -> type.method(name));
    if (method.isPresent()) {
      types.setResult(call, method.get().returns());
      add(ModuleCall.Kind.CLASS_METHOD, Optional.of(owner), name, call, Optional.empty());
    } else if (code.functions().containsKey(path)) {
      types.setResult(call, code.functions().get(path).returns());
      add(ModuleCall.Kind.FUNCTION, Optional.of(owner), name, call, Optional.empty());
    }
  }

  private void method(Expression.Attribute method, Expression.Call call) {
    Optional<TypeName> receiver = types.of(method.base(), locals);
    boolean known = receiver.isPresent();
    Optional<String> owner =
        receiver.map(TypeName::name).filter(name -> code.type(name).isPresent());
    if (known && owner.isEmpty()) {
      return; // a method of a tensor, a future, a number
    }
    add(ModuleCall.Kind.METHOD, owner, method.name(), call, child(method.base()));
  }

  private void add(
      ModuleCall.Kind kind,
      Optional<String> owner,
      String name,
      Expression.Call call,
      Optional<ModuleCall.Child> child) {
    calls.add(new ModuleCall(kind, owner, name, call, child, closure));
  }
}
