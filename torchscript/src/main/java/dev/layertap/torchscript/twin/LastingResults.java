// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.ClassCode;
import dev.layertap.torchscript.code.Expression;
import dev.layertap.torchscript.code.FunctionCode;
import dev.layertap.torchscript.code.Statement;
import dev.layertap.torchscript.code.TypeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells which modules return tensors that nothing overwrites, neither the model before it ends nor
 * the app after: those need not be copied as they are taken.
 *
 * <p>It runs each method of the root on memory in place of values: it follows every call, and notes
 * when an operator makes new memory, when one writes to some, and when a module returns some. What
 * comes from outside (inputs, parameters, attributes, constants) or may go there (results of the
 * root, elements of lists, operands of {@linkplain Operators unknown operators}) may be written to
 * at any time. Where it cannot follow the code it says of no module that its results last.
 */
final class LastingResults {
  /** Memory that others have too. */
  private static final Integer OUTSIDE = 0;

  /** Stands beside memory of which a value may have a part only: to keep it would keep all. */
  private static final Integer PART = 1;

  private static final long EVER = Long.MAX_VALUE;

  /** Of elements of sets too, so that a small file can make it take neither time nor memory. */
  private static final int MOST_STEPS = 500_000;

  /** Expressions in each other, in blocks in each other, of routines that call each other. */
  private static final int DEEPEST = 400;

  private static final TypeName TENSOR = TypeName.of("Tensor");
  private static final Set<String> GLOBALS = Set.of("torch", "ops", "__torch__", "CONSTANTS");

  /** Functions of the language: what they return is one of their arguments, or no tensor. */
  private static final Set<String> BUILT_IN =
      Set.of(
          "annotate",
          "unchecked_cast",
          "uninitialized",
          "getattr",
          "isinstance",
          "int",
          "float",
          "bool",
          "str",
          "range");

  private final CallGraph graph;
  private final Reporting reports;
  private final Map<Routine, IdentityHashMap<Expression.Call, ModuleCall>> calls = new HashMap<>();
  private final List<Returned> returned = new ArrayList<>();

  /** When memory was written to for the last time; there is one element for each. */
  private final List<Long> lastWrites = new ArrayList<>(List.of(EVER, EVER));

  private final Set<Integer> inLists = new HashSet<>(Set.of(OUTSIDE));
  private long clock;
  private int steps;
  private int depth;
  private int loops;

  /** A module's result, and when it was returned. */
  private record Returned(Routine routine, Set<Integer> memory, long time) {}

  /** What the names of a routine that runs stand for. */
  private record Frame(Routine routine, Map<String, Set<Integer>> locals, Set<Integer> result) {
    Frame branch() {
      return new Frame(routine, new HashMap<>(locals), result);
    }
  }

  /** The code does something that cannot be followed. */
  private static final class LostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LostException() {
      super(null, null, false, false);
    }
  }

  private LastingResults(CallGraph graph, Reporting reports) {
    this.graph = graph;
    this.reports = reports;
  }

  /** The routines whose results last, whoever calls them. */
  static Set<Routine> in(CallGraph graph, Reporting reports, ClassCode root) {
    LastingResults running = new LastingResults(graph, reports);
    try {
      for (FunctionCode method : root.methods()) {
        Optional<Routine> routine = graph.method(root.qualifiedName(), method.name());
        routine.ifPresent(running::entry);
      }
    } catch (LostException e) {
      return Set.of();
    }
    return running.lasting();
  }

  private void entry(Routine routine) {
    List<Set<Integer>> arguments = new ArrayList<>();
    routine.code().parameters().forEach(parameter -> arguments.add(Set.of(OUTSIDE)));
    escape(run(routine, arguments));
  }

  private Set<Routine> lasting() {
    Set<Routine> lasting = new HashSet<>();
    returned.forEach(one -> lasting.add(one.routine()));
    for (Returned one : returned) {
      if (one.memory().isEmpty()
          || one.memory().stream().anyMatch(memory -> lastWrites.get(memory) > one.time())) {
        lasting.remove(one.routine());
      }
    }
    return lasting;
  }

  private Set<Integer> run(Routine routine, List<Set<Integer>> arguments) {
    Frame frame = new Frame(routine, new HashMap<>(), new HashSet<>());
    List<FunctionCode.Parameter> parameters = routine.code().parameters();
    Set<Integer> all = union(arguments);
    for (int i = 0; i < parameters.size(); i++) {
      boolean fits = parameters.size() == arguments.size();
      frame.locals().put(parameters.get(i).name(), fits ? arguments.get(i) : all);
    }
    block(routine.code().body(), frame);
    if (reports.of(routine).filter(Reporting.What.INPUTS_AND_OUTPUT::equals).isPresent()
        && routine.code().returns().filter(TENSOR::equals).isPresent()) {
      returned.add(new Returned(routine, Set.copyOf(frame.result()), ++clock));
    }
    return frame.result();
  }

  private void spend(int more) {
    steps += more;
    if (steps > MOST_STEPS || depth > DEEPEST) {
      throw new LostException();
    }
  }

  private void block(List<Statement> statements, Frame frame) {
    depth++;
    for (Statement statement : statements) {
      if (statement instanceof Statement.Assignment assignment) {
        assign(assignment.target(), value(assignment.value(), frame), frame);
      } else if (statement instanceof Statement.Evaluation evaluation) {
        value(evaluation.value(), frame);
      } else if (statement instanceof Statement.Return end) {
        // What follows it in other branches runs too: so all that could run does.
        end.value().ifPresent(value -> frame.result().addAll(value(value, frame)));
      } else if (statement instanceof Statement.Compound compound) {
        compound(compound, frame);
      } else if (statement instanceof Statement.Closure) {
        throw new LostException(); // it may run at the same time as what follows
      }
    }
    depth--;
  }

  private void assign(Expression target, Set<Integer> memory, Frame frame) {
    if (target instanceof Expression.Name name) {
      frame.locals().put(name.name(), memory);
    } else if (target instanceof Expression.TupleOf tuple) {
      tuple.items().forEach(item -> assign(item, memory, frame));
    } else {
      value(target, frame).forEach(this::writeEver); // an attribute, or an element
      escape(memory);
    }
  }

  /** A loop's body may run any number of times, and a loop and a condition begin alike. */
  private void compound(Statement.Compound compound, Frame frame) {
    boolean mayRepeat = compound.target().isPresent() || compound.blocks().size() == 1;
    Set<Integer> heads = new HashSet<>();
    if (!mayRepeat) {
      compound.heads().forEach(head -> heads.addAll(value(head, frame)));
      branches(compound, frame);
      return;
    }
    loops++;
    Map<String, Set<Integer>> before;
    do { // nothing new is made within a loop, so this ends
      spend(frame.locals().size());
      before = Map.copyOf(frame.locals());
      compound.heads().forEach(head -> heads.addAll(value(head, frame)));
      compound.target().ifPresent(target -> assign(target, union(heads, Set.of(OUTSIDE)), frame));
      branches(compound, frame);
    } while (!before.equals(frame.locals()));
    loops--;
  }

  private void branches(Statement.Compound compound, Frame frame) {
    List<Frame> branches = new ArrayList<>();
    for (List<Statement> statements : compound.blocks()) {
      spend(frame.locals().size());
      Frame branch = frame.branch();
      block(statements, branch);
      branches.add(branch);
    }
    for (Frame branch : branches) {
      branch.locals().forEach((name, memory) -> frame.locals().merge(name, memory, this::union));
    }
  }

  private Set<Integer> value(Expression expression, Frame frame) {
    if (expression instanceof Expression.Name name) {
      return frame.locals().getOrDefault(name.name(), Set.of());
    }
    depth++;
    spend(1);
    Set<Integer> memory =
        expression instanceof Expression.Call call ? call(call, frame) : parts(expression, frame);
    depth--;
    return memory;
  }

  private Set<Integer> parts(Expression expression, Frame frame) {
    Set<Integer> parts = new HashSet<>();
    for (Expression part : expression.parts()) {
      add(value(part, frame), parts);
    }
    if (expression instanceof Expression.Attribute) {
      parts.add(OUTSIDE);
    } else if (expression instanceof Expression.Subscript) {
      parts.add(PART);
    } else if (expression instanceof Expression.ListOf || expression instanceof Expression.DictOf) {
      parts.add(OUTSIDE); // what is put into it later has escaped
      inLists.addAll(parts);
    }
    return parts;
  }

  private Set<Integer> call(Expression.Call call, Frame frame) {
    ModuleCall known = calls.computeIfAbsent(frame.routine(), this::calls).getOrDefault(call, null);
    Optional<String> operator =
        known == null ? globalName(call.function(), frame) : Optional.empty();
    List<Set<Integer>> operands = new ArrayList<>();
    if (operator.isEmpty() && call.function() instanceof Expression.Attribute method) {
      boolean isReceiver = known == null || known.kind() == ModuleCall.Kind.METHOD;
      if (isReceiver) {
        operands.add(value(method.base(), frame));
      }
    }
    call.arguments().forEach(argument -> operands.add(value(argument, frame)));
    if (known != null) {
      return own(known, operands);
    } else if (operator.isPresent()) {
      return operator(operator.get(), call, operands, frame);
    } else if (call.function() instanceof Expression.Name name
        && BUILT_IN.contains(name.name())
        && !frame.locals().containsKey(name.name())) {
      return union(operands);
    }
    return anything(operands);
  }

  private IdentityHashMap<Expression.Call, ModuleCall> calls(Routine routine) {
    IdentityHashMap<Expression.Call, ModuleCall> found = new IdentityHashMap<>();
    graph.found(routine).calls().forEach(call -> found.put(call.call(), call));
    return found;
  }

  private Set<Integer> own(ModuleCall call, List<Set<Integer>> operands) {
    List<Routine> targets = graph.targets(call);
    if (targets.isEmpty() || call.owner().isEmpty()) {
      return anything(operands);
    }
    Set<Integer> results = new HashSet<>();
    for (Routine target : targets) {
      results.addAll(run(target, operands));
    }
    return results;
  }

  private Set<Integer> operator(
      String name, Expression.Call call, List<Set<Integer>> operands, Frame frame) {
    String text = frame.routine().unit().source().text().substring(call.open(), call.end());
    if (text.contains("out=")) {
      return anything(operands);
    }
    return switch (Operators.effect(name)) {
      case FRESH -> {
        if (name.endsWith("batch_norm")) {
          operands.stream().skip(3).forEach(this::escape); // the running statistics
        }
        yield fresh();
      }
      case FRESH_UNLESS_LIST ->
          union(operands).stream().anyMatch(inLists::contains) ? union(operands) : fresh();
      case READS -> first(operands);
      case PART -> union(first(operands), Set.of(PART));
      case WRITES_FIRST -> {
        if (operands.isEmpty()) {
          yield anything(operands);
        }
        operands.get(0).forEach(this::write);
        yield operands.get(0);
      }
      case UNKNOWN -> anything(operands);
    };
  }

  private static Set<Integer> first(List<Set<Integer>> operands) {
    return operands.isEmpty() ? Set.of(OUTSIDE) : operands.get(0);
  }

  private Set<Integer> fresh() {
    if (loops > 0) {
      return Set.of(OUTSIDE);
    }
    lastWrites.add(0L);
    return Set.of(lastWrites.size() - 1);
  }

  private Set<Integer> anything(List<Set<Integer>> operands) {
    operands.forEach(this::escape);
    return Set.of(OUTSIDE);
  }

  private void write(Integer memory) {
    if (loops > 0) {
      writeEver(memory);
    } else {
      lastWrites.set(memory, Math.max(lastWrites.get(memory), ++clock));
    }
  }

  private void writeEver(Integer memory) {
    lastWrites.set(memory, EVER);
  }

  /** From here on others may write to it, at any time. */
  private void escape(Set<Integer> memory) {
    memory.forEach(this::writeEver);
  }

  private static Optional<String> globalName(Expression expression, Frame frame) {
    if (expression instanceof Expression.Name name) {
      return GLOBALS.contains(name.name()) && !frame.locals().containsKey(name.name())
          ? Optional.of(name.name())
          : Optional.empty();
    }
    return expression instanceof Expression.Attribute attribute
        ? globalName(attribute.base(), frame).map(base -> base + "." + attribute.name())
        : Optional.empty();
  }

  private Set<Integer> union(List<Set<Integer>> all) {
    Set<Integer> union = new HashSet<>();
    for (Set<Integer> one : all) {
      add(one, union);
    }
    return union;
  }

  private void add(Set<Integer> memory, Set<Integer> union) {
    spend(memory.size());
    union.addAll(memory);
  }

  private Set<Integer> union(Set<Integer> one, Set<Integer> other) {
    return union(List.of(one, other));
  }
}
