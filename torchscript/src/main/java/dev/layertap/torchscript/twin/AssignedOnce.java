// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.Expression;
import dev.layertap.torchscript.code.FunctionCode;
import dev.layertap.torchscript.code.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells which names of a routine mean one value only: parameters and locals assigned once. */
final class AssignedOnce {
  private final Map<String, Integer> counts = new HashMap<>();

  private AssignedOnce() {}

  static Set<String> in(FunctionCode function) {
    Set<String> once = new HashSet<>();
    of(function)
        .counts
        .forEach(
            (name, count) -> {
              if (count == 1) {
                once.add(name);
              }
            });
    return once;
  }

  /** All parameters and locals, however often they are assigned. */
  static Set<String> orMore(FunctionCode function) {
    return of(function).counts.keySet();
  }

  private static AssignedOnce of(FunctionCode function) {
    AssignedOnce counter = new AssignedOnce();
    function.parameters().forEach(parameter -> counter.count(parameter.name()));
    counter.block(function.body());
    return counter;
  }

  private void block(List<Statement> statements) {
    for (Statement statement : statements) {
      if (statement instanceof Statement.Assignment assignment) {
        target(assignment.target());
      } else if (statement instanceof Statement.Compound compound) {
        compound.target().ifPresent(this::target);
        compound.blocks().forEach(this::block);
      } else if (statement instanceof Statement.Closure closure) {
        closure.function().parameters().forEach(parameter -> count(parameter.name()));
        block(closure.function().body());
      }
    }
  }

  private void target(Expression target) {
    if (target instanceof Expression.Name name) {
      count(name.name());
    } else if (target instanceof Expression.TupleOf tuple) {
      tuple.items().forEach(this::target);
    }
  }

  private void count(String name) {
    counts.merge(name, 1, Integer::sum);
  }
}
