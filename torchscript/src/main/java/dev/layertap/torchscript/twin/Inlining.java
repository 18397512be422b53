// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.ClassCode;
import dev.layertap.torchscript.code.Expression;
import dev.layertap.torchscript.code.FunctionCode;
import dev.layertap.torchscript.code.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells which calls twins leave out: a routine that is called in one place is written there.
 *
 * <p>A twin is interpreted without libtorch's optimiser, which would copy each routine to all of
 * its callers. A call costs some microseconds then, of which a pass of a small model has hundreds.
 * What is called in several places is called still: libtorch compiles all code when it loads a
 * model, and there shall not be more of it.
 */
final class Inlining {
  /** How long a routine may become: the time to compile one grows faster than its length. */
  private static final int LARGEST = 20_000;

  /** How many calls deep a routine may be written into another. */
  private static final int DEEPEST = 50;

  private final CallGraph graph;
  private final Reporting reports;
  private final Numbering numbering;
  private final Map<Routine, Plan> plans = new HashMap<>();

  /** In how many places a routine is called, by its id. */
  private final Map<String, Integer> places;

  private final Set<Routine> open = new HashSet<>();

  /**
   * A call that is left out.
   *
   * @param callee what is called
   * @param statement the statement that the call is a part of
   */
  record Site(Routine callee, Statement statement) {}

  /** What becomes of a routine, and how long it is then. */
  private record Plan(IdentityHashMap<Expression.Call, Site> sites, long length) {}

  private Inlining(
      CallGraph graph, Reporting reports, Numbering numbering, Map<String, Integer> places) {
    this.graph = graph;
    this.reports = reports;
    this.numbering = numbering;
    this.places = places;
  }

  /** Leaves no call out. */
  static Inlining none(CallGraph graph, Reporting reports, Numbering numbering) {
    return new Inlining(graph, reports, numbering, Map.of());
  }

  static Inlining of(CallGraph graph, Reporting reports, Numbering numbering, ClassCode root) {
    Map<String, Integer> places = new HashMap<>();
    for (Routine routine : graph.reached()) {
      for (ModuleCall call : graph.found(routine).calls()) {
        call.targetId().ifPresent(id -> places.merge(id, 1, Integer::sum));
      }
    }
    for (FunctionCode method : root.methods()) {
      // It can be called from outside, too.
      places.merge(Routine.methodId(root.qualifiedName(), method.name()), 1, Integer::sum);
    }
    return new Inlining(graph, reports, numbering, places);
  }

  /** How a call is left out, if it is. */
  Optional<Site> of(Routine caller, ModuleCall call) {
    return Optional.ofNullable(plan(caller).sites().get(call.call()));
  }

  /** Whether there are such calls in a routine. */
  boolean isIn(Routine caller) {
    return !plan(caller).sites().isEmpty();
  }

  private Plan plan(Routine routine) {
    Plan known = plans.get(routine);
    if (known == null) {
      open.add(routine);
      known = new Planning(routine).plan();
      open.remove(routine);
      plans.put(routine, known);
    }
    return known;
  }

  /** Whether a routine's body can stand in another: its result is what its last statement says. */
  private boolean isPlain(Routine routine) {
    return PlainBody.isPlain(routine) && callsCanMove(routine);
  }

  private boolean callsCanMove(Routine routine) {
    return !numbering.tells(routine)
        && reports.of(routine).filter(Reporting.What.OUTPUT_AFTER_HOOKS::equals).isEmpty()
        && graph.found(routine).calls().stream()
            .allMatch(
                call ->
                    call.kind() != ModuleCall.Kind.CLASS_METHOD
                        && graph.targets(call).stream().noneMatch(numbering::tells));
  }

  /** Goes through a routine in the order in which it runs. */
  private final class Planning {
    private final Routine routine;
    private final String text;
    private final IdentityHashMap<Expression.Call, ModuleCall> calls = new IdentityHashMap<>();
    private final IdentityHashMap<Expression.Call, Site> sites = new IdentityHashMap<>();
    private long length;

    /** Whether a statement has done nothing so far that a call must not come before. */
    private boolean untouched;

    Planning(Routine routine) {
      this.routine = routine;
      this.text = routine.unit().source().text();
      this.length = (long) routine.code().span().end() - routine.code().span().start();
      for (ModuleCall call : graph.found(routine).calls()) {
        calls.put(call.call(), call);
      }
    }

    Plan plan() {
      if (!calls.isEmpty()) {
        block(routine.code().body());
      }
      return new Plan(sites, length);
    }

    private void block(List<Statement> statements) {
      for (Statement statement : statements) {
        if (statement instanceof Statement.Compound compound) {
          compound.blocks().forEach(this::block);
        } else if (PlainBody.isFirstInLine(statement, text)) {
          value(statement).ifPresent(value -> visit(value, statement));
        }
      }
    }

    private Optional<Expression> value(Statement statement) {
      untouched = true;
      if (statement instanceof Statement.Assignment assignment) {
        return Optional.of(assignment.value());
      } else if (statement instanceof Statement.Return result) {
        return result.value();
      }
      return Optional.empty();
    }

    private void visit(Expression expression, Statement statement) {
      if (expression instanceof Expression.Call call) {
        visit(call, statement);
      } else if (expression instanceof Expression.TupleOf
          || expression instanceof Expression.ListOf) {
        expression.parts().forEach(part -> visit(part, statement));
      } else if (!(expression instanceof Expression.Name
          || expression instanceof Expression.Numeral
          || expression instanceof Expression.Text)) {
        untouched = false;
      }
    }

    private void visit(Expression.Call call, Statement statement) {
      ModuleCall known = calls.get(call);
      if (!isModule(call.function(), known)) {
        visit(call.function(), statement);
      }
      call.arguments().forEach(argument -> visit(argument, statement));
      Optional<Routine> callee =
          untouched && known != null ? callee(known).filter(this::hasRoom) : Optional.empty();
      if (callee.isPresent()) {
        sites.put(call, new Site(callee.get(), statement));
        length += Inlining.this.plan(callee.get()).length();
      } else {
        untouched = false;
      }
    }

    /** What is called is a function, or a module, and nobody can assign to those. */
    private boolean isModule(Expression function, @Nullable ModuleCall known) {
      if (known == null || known.kind() == ModuleCall.Kind.FUNCTION) {
        return isName(function);
      }
      return function instanceof Expression.Attribute method && isName(method.base());
    }

    private static boolean isName(Expression expression) {
      return expression instanceof Expression.Name
          || AttributeRead.of(expression).filter(read -> isName(read.base())).isPresent();
    }

    private Optional<Routine> callee(ModuleCall call) {
      List<Routine> targets = graph.targets(call);
      if (targets.size() != 1 || call.kind() == ModuleCall.Kind.CLASS_METHOD) {
        return Optional.empty();
      }
      Routine target = targets.get(0);
      boolean module =
          target.owner().map(type -> type.kind() == ClassCode.Kind.MODULE).orElse(true);
      boolean isMethod = call.kind() == ModuleCall.Kind.METHOD;
      List<FunctionCode.Parameter> parameters = target.code().parameters();
      return isMethod == target.owner().isPresent()
              && module
              && call.owner().isPresent()
              && places.getOrDefault(target.id(), 0) == 1
              && call.call().arguments().size() == parameters.size() - (isMethod ? 1 : 0)
              && isModule(call.call().function(), call)
              && PlainBody.hasNoNames(call.call(), text)
              && !open.contains(target)
              && open.size() < DEEPEST
              && isPlain(target)
          ? Optional.of(target)
          : Optional.empty();
    }

    private boolean hasRoom(Routine callee) {
      return length + Inlining.this.plan(callee).length() <= LARGEST;
    }
  }
}
