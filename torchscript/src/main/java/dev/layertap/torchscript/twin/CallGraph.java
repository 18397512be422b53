// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.ClassCode;
import dev.layertap.torchscript.code.CodeBase;
import dev.layertap.torchscript.code.Expression;
import dev.layertap.torchscript.code.FunctionCode;
import dev.layertap.torchscript.code.SourceUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which routine calls which, from the methods of the root's class on. */
final class CallGraph {
  private final CodeBase code;
  private final Map<String, Routine> routines = new LinkedHashMap<>();
  private final Map<String, List<Routine>> byMethodName = new LinkedHashMap<>();
  private final Map<Routine, Set<Routine>> callers = new LinkedHashMap<>();
  private final Map<Routine, CallFinder.Found> reached = new LinkedHashMap<>();
  private final Map<String, List<Routine>> implementations = new HashMap<>();
  private final Map<Routine, Map<String, List<CallFinder.Fork>>> forks = new HashMap<>();
  private final Effort effort = new Effort();

  CallGraph(CodeBase code, ClassCode root) {
    this.code = code;
    for (SourceUnit unit : code.units().values()) {
      for (FunctionCode function : unit.functions()) {
        add(new Routine(unit, Optional.empty(), function));
      }
      for (ClassCode type : unit.classes()) {
        for (FunctionCode method : type.methods()) {
          Routine routine = new Routine(unit, Optional.of(type), method);
          add(routine);
          byMethodName.computeIfAbsent(method.name(), n -> new ArrayList<>()).add(routine);
        }
      }
    }
    reach(root);
  }

  private void add(Routine routine) {
    routines.putIfAbsent(routine.id(), routine);
  }

  private void reach(ClassCode root) {
    Set<Routine> seen = new LinkedHashSet<>();
    for (FunctionCode method : root.methods()) {
      method(root.qualifiedName(), method.name()).ifPresent(seen::add);
    }
    Deque<Routine> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      Routine routine = open.remove();
      CallFinder.Found found = CallFinder.find(code, routine);
      reached.put(routine, found);
      for (ModuleCall call : found.calls()) {
        List<Routine> targets = targets(call);
        effort.pairs(targets.size());
        for (Routine target : targets) {
          callers.computeIfAbsent(target, key -> new LinkedHashSet<>()).add(routine);
          if (seen.add(target)) {
            open.add(target);
          }
        }
      }
    }
  }

  /** The routines that run when the model runs, in the order in which they were found. */
  Set<Routine> reached() {
    return reached.keySet();
  }

  CallFinder.Found found(Routine routine) {
    return reached.getOrDefault(routine, new CallFinder.Found(List.of(), List.of()));
  }

  Optional<Routine> method(String className, String name) {
    return Optional.ofNullable(routines.get(Routine.methodId(className, name)));
  }

  /** The module that a routine runs on: a method's own, or a compiled hook's first parameter. */
  Optional<ClassCode> moduleOf(Routine routine) {
    return routine
        .owner()
        .or(() -> routine.code().parameters().get(0).type().flatMap(t -> type(t.name())));
  }

  Optional<ClassCode> type(String qualifiedName) {
    return code.type(qualifiedName);
  }

  /** The routines that call this one; the root's own methods run without a caller. */
  Set<Routine> callers(Routine routine) {
    return callers.getOrDefault(routine, Set.of());
  }

  /** What a call may run: for an interface, the method of each class that has all its methods. */
  List<Routine> targets(ModuleCall call) {
    if (call.owner().isEmpty()) {
      return byMethodName.getOrDefault(call.name(), List.of());
    }
    Optional<Routine> target = call.targetId().map(routines::get);
    if (target.isEmpty()) {
      return List.of();
    }
    List<Routine> targets = new ArrayList<>(List.of(target.get()));
    target
        .flatMap(Routine::owner)
        .filter(type -> type.kind() == ClassCode.Kind.MODULE_INTERFACE)
        .ifPresent(
            type ->
                targets.addAll(
                    implementations.computeIfAbsent(
                        call.targetId().orElseThrow(), id -> implementations(type, call.name()))));
    return targets;
  }

  private List<Routine> implementations(ClassCode type, String method) {
    List<Routine> implementations = new ArrayList<>();
    for (ClassCode candidate : code.classes().values()) {
      effort.spend(1 + type.methods().size());
      if (candidate.kind() == ClassCode.Kind.MODULE
          && type.methods().stream().allMatch(m -> candidate.method(m.name()).isPresent())) {
        method(candidate.qualifiedName(), method).ifPresent(implementations::add);
      }
    }
    return implementations;
  }

  /** The methods that a module calls on itself: helpers, whatever they are named. */
  Set<String> calledOnSelf() {
    Set<String> ids = new TreeSet<>();
    reached.forEach(
        (routine, found) -> {
          for (ModuleCall call : found.calls()) {
            if (call.kind() == ModuleCall.Kind.METHOD
                && call.call().function() instanceof Expression.Attribute method
                && method.base() instanceof Expression.Name receiver
                && routine.owner().isPresent()
                && receiver.name().equals(routine.code().parameters().get(0).name())) {
              call.targetId().ifPresent(ids::add);
            }
          }
        });
    return ids;
  }

  /** Why a call cannot be made to call a twin, if it cannot. */
  Optional<OpaquePlace.Cause> obstacle(Routine caller, ModuleCall call) {
    if (call.owner().isEmpty() && !targets(call).stream().allMatch(CallGraph::isOfModule)) {
      return Optional.of(OpaquePlace.Cause.UNKNOWN_RECEIVER);
    }
    if (call.closure().isPresent() && fork(caller, call.closure().get()).isEmpty()) {
      return Optional.of(OpaquePlace.Cause.FORK);
    }
    return Optional.empty();
  }

  /** The fork that runs a closure, when it is the only one and the type of its result is known. */
  Optional<CallFinder.Fork> fork(Routine routine, String closure) {
    List<CallFinder.Fork> known =
        forks
            .computeIfAbsent(
                routine,
                r ->
                    found(r).forks().stream()
                        .collect(Collectors.groupingBy(fork -> fork.closure().name())))
            .getOrDefault(closure, List.of());
    return known.size() == 1 && known.get(0).result().isPresent()
        ? Optional.of(known.get(0))
        : Optional.empty();
  }

  private static boolean isOfModule(Routine routine) {
    return routine
        .owner()
        .filter(
            type ->
                type.kind() == ClassCode.Kind.MODULE
                    || type.kind() == ClassCode.Kind.MODULE_INTERFACE)
        .isPresent();
  }

  /**
   * Routines that get twins together: one call, one name, so if one target has a twin, all must.
   */
  private record TwinCall(Routine caller, List<Routine> targets) {}

  /** All routines that run, together with those that call them. */
  Set<Routine> closeOverCallers(Set<Routine> seeds) {
    Map<Routine, List<TwinCall>> calls = new HashMap<>();
    for (Map.Entry<Routine, CallFinder.Found> entry : reached.entrySet()) {
      for (ModuleCall call : entry.getValue().calls()) {
        if (obstacle(entry.getKey(), call).isEmpty()) {
          TwinCall twinCall = new TwinCall(entry.getKey(), targets(call));
          for (Routine target : twinCall.targets()) {
            calls.computeIfAbsent(target, key -> new ArrayList<>()).add(twinCall);
          }
        }
      }
    }
    Set<Routine> closed = new LinkedHashSet<>(seeds);
    Set<TwinCall> done = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Routine> open = new ArrayDeque<>(seeds);
    while (!open.isEmpty()) {
      for (TwinCall call : calls.getOrDefault(open.remove(), List.of())) {
        if (done.add(call)) {
          Stream.concat(call.targets().stream(), Stream.of(call.caller()))
              .filter(closed::add)
              .forEach(open::add);
        }
      }
    }
    return closed;
  }
}
