// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.ModuleInfo;
import dev.layertap.torchscript.code.ClassCode;
import dev.layertap.torchscript.code.FunctionCode;
import dev.layertap.torchscript.code.TypeName;
import dev.layertap.torchscript.twin.OpaquePlace.Cause;
import dev.layertap.torchscript.twin.TracedResults.Result.State;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says of each module whether it can be captured, and if not, why. */
final class PlaceFinder {
  private static final TypeName NOTHING = TypeName.of("NoneType");

  private final TwinContext context;

  /** What is known of classes, which may have very many modules. */
  private final Map<String, List<Routine>> reporting = new HashMap<>();

  private final Map<String, Boolean> constant = new HashMap<>();
  private final Map<String, Boolean> traced = new HashMap<>();
  private final Map<String, Optional<Cause>> causes = new HashMap<>();

  private PlaceFinder(TwinContext context) {
    this.context = context;
  }

  static List<Place> places(TwinContext context, ModuleInfo root) {
    PlaceFinder finder = new PlaceFinder(context);
    Numbering numbering = context.numbering();
    List<Place> places = new ArrayList<>();
    for (int number = 0; number < numbering.size(); number++) {
      ClassCode type = numbering.type(number);
      if (finder.causeOf(type).equals(Optional.of(Cause.REMOVED_BY_TRACING))) {
        continue;
      }
      places.add(
          new Place(
              number,
              numbering.paths(number),
              type.qualifiedName(),
              type.simpleName(),
              finder.looksTraced(type),
              finder.methods(type)));
    }
    return List.copyOf(places);
  }

  private Map<String, Place.Signature> methods(ClassCode type) {
    Map<String, Place.Signature> methods = new LinkedHashMap<>();
    for (Routine routine : reporting(type)) {
      Map<String, TypeName> parameters = new LinkedHashMap<>();
      routine.code().parameters().stream()
          .skip(1)
          .forEach(p -> parameters.put(p.name(), p.type().orElse(TypeName.of("Tensor"))));
      methods.put(
          routine.code().name(),
          new Place.Signature(parameters, routine.code().returns().orElse(NOTHING)));
    }
    return methods;
  }

  private boolean looksTraced(ClassCode type) {
    return traced.computeIfAbsent(type.qualifiedName(), name -> Traced.looksTraced(type));
  }

  private List<Routine> reporting(ClassCode type) {
    return reporting.computeIfAbsent(type.qualifiedName(), name -> findReporting(type));
  }

  private List<Routine> findReporting(ClassCode type) {
    List<Routine> routines = new ArrayList<>();
    for (FunctionCode method : type.methods()) {
      context
          .graph()
          .method(type.qualifiedName(), method.name())
          .filter(routine -> context.reports().of(routine).isPresent())
          .ifPresent(routines::add);
    }
    return routines;
  }

  static List<OpaquePlace> opaque(TwinContext context, ModuleInfo root) {
    PlaceFinder finder = new PlaceFinder(context);
    Map<String, Cause> blocked = finder.blocked();
    List<OpaquePlace> opaque = new ArrayList<>();
    for (ModuleInfo module : root.all()) {
      Optional<Cause> cause = finder.cause(module);
      if (cause.isEmpty()) {
        cause = Optional.ofNullable(blocked.get(module.type()));
      }
      cause.ifPresent(why -> opaque.add(new OpaquePlace(module.path(), module.type(), why)));
    }
    return List.copyOf(opaque);
  }

  /** The classes with calls that could not be made to call a twin. */
  private Map<String, Cause> blocked() {
    Map<String, Cause> blocked = new LinkedHashMap<>();
    for (Routine caller : context.graph().reached()) {
      for (ModuleCall call : context.graph().found(caller).calls()) {
        Optional<Cause> obstacle = context.graph().obstacle(caller, call);
        if (obstacle.isPresent()) {
          for (Routine target : context.graph().targets(call)) {
            target.owner().ifPresent(t -> blocked.putIfAbsent(t.qualifiedName(), obstacle.get()));
          }
        }
      }
    }
    return blocked;
  }

  private Optional<Cause> cause(ModuleInfo module) {
    if (context.numbering().withoutNumber().contains(module.path())) {
      return Optional.of(Cause.NO_ROOM_AND_NO_CALLER);
    }
    Optional<Integer> number = context.numbering().number(module);
    if (number.isEmpty()) {
      return Optional.of(neverRuns(module));
    }
    ClassCode type = context.numbering().type(number.get());
    return isFrozen(module, type) ? Optional.of(Cause.FROZEN) : causeOf(type);
  }

  private Optional<Cause> causeOf(ClassCode type) {
    return causes.computeIfAbsent(type.qualifiedName(), name -> findCause(type));
  }

  private Optional<Cause> findCause(ClassCode type) {
    List<Routine> reporting = reporting(type);
    Set<State> states = EnumSet.noneOf(State.class);
    reporting.forEach(routine -> states.add(context.results().of(routine).state()));
    if (states.equals(EnumSet.of(State.REMOVED))) {
      return Optional.of(Cause.REMOVED_BY_TRACING);
    } else if (!states.equals(EnumSet.of(State.WHOLE))) {
      return Optional.of(Cause.PARTLY_REMOVED_BY_TRACING);
    } else if (reporting.stream().anyMatch(this::isUnreadable)) {
      return Optional.of(Cause.UNREADABLE_RESULT);
    }
    return Optional.empty();
  }

  private boolean isUnreadable(Routine routine) {
    TypeName type = routine.code().returns().orElse(NOTHING);
    return !type.equals(NOTHING) && !context.support().isReadable(type);
  }

  private Cause neverRuns(ModuleInfo module) {
    boolean container = Traced.isContainer(module.code());
    if (module.code().method("forward").isEmpty() && (container || !looksTraced(module.code()))) {
      return Cause.CONTAINER;
    }
    return looksTraced(module.code()) ? Cause.REMOVED_BY_TRACING : Cause.NEVER_CALLED;
  }

  /** Freezing turns parameters into constants of the code. */
  private boolean isFrozen(ModuleInfo module, ClassCode type) {
    return module.children().isEmpty()
        && module.parameters().isEmpty()
        && constant.computeIfAbsent(type.qualifiedName(), name -> namesConstants(type));
  }

  private boolean namesConstants(ClassCode type) {
    return reporting(type).stream()
        .anyMatch(
            routine -> {
              FunctionCode.Span span = routine.code().span();
              String text = routine.unit().source().text();
              return text.substring(span.bodyStart(), span.end()).contains("CONSTANTS.");
            });
  }
}
