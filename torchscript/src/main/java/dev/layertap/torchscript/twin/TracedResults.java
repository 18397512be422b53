// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.ClassCode;
import dev.layertap.torchscript.code.Statement;
import dev.layertap.torchscript.code.TypeName;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells what a traced method's result was in Python. The tracer drops the elements of a tuple that
 * nobody used, and what is left must not be taken for the whole.
 */
final class TracedResults {
  private static final TypeName NOTHING = TypeName.of("NoneType");

  private final Map<Routine, Result> results = new LinkedHashMap<>();

  /**
   * How a result is reported.
   *
   * @param state how much of it there is
   * @param type the reported value's type
   * @param expression the reported value, with {@code %s} for the result
   */
  record Result(State state, TypeName type, String expression) {
    enum State {
      WHOLE,
      PARTLY,
      REMOVED
    }

    static Result whole(TypeName type) {
      return new Result(State.WHOLE, type, "%s");
    }

    static Result removed() {
      return new Result(State.REMOVED, NOTHING, "None");
    }
  }

  TracedResults(CallGraph graph, Reporting reports) {
    Map<String, Integer> mostElements = new HashMap<>();
    for (Routine routine : reports.routines()) {
      if (isTraced(routine)) {
        mostElements.merge(pythonClass(routine), elements(type(routine)), Math::max);
      }
    }
    for (Routine routine : reports.routines()) {
      if (isTraced(routine) && !isWholeTrace(graph.callers(routine))) {
        results.put(routine, result(routine, mostElements.getOrDefault(pythonClass(routine), 0)));
      }
    }
  }

  /**
   * Compiled code calls what was compiled too, however plain, or what was traced by itself: the
   * tracer keeps what the outermost module of a trace returns.
   */
  private static boolean isWholeTrace(Set<Routine> callers) {
    return !callers.isEmpty() && callers.stream().noneMatch(TracedResults::isTraced);
  }

  Result of(Routine routine) {
    return results.getOrDefault(routine, Result.whole(type(routine)));
  }

  private static Result result(Routine routine, int mostElements) {
    if (type(routine).equals(NOTHING)) {
      return Result.removed();
    }
    Optional<TupleModule> known = TupleModule.of(pythonClass(routine));
    if (known.isPresent()) {
      return known.get().result(routine);
    }
    // A tuple here is not Python's: it holds what was used outside, in the order of its use. And
    // where another call, or another module of the same class, has more, this one has a part.
    return elements(type(routine)) > 1 || elements(type(routine)) < mostElements
        ? Result.removed()
        : Result.whole(type(routine));
  }

  private static boolean isTraced(Routine routine) {
    return routine.owner().filter(Traced::looksTraced).isPresent()
        && routine.code().body().stream().anyMatch(Statement.Return.class::isInstance);
  }

  private static String pythonClass(Routine routine) {
    return routine
        .owner()
        .map(ClassCode::qualifiedName)
        .orElse("")
        .replaceAll("\\.___torch_mangle_\\d+", "");
  }

  private static TypeName type(Routine routine) {
    return routine.code().returns().orElse(NOTHING);
  }

  private static int elements(TypeName type) {
    return type.name().equals("Tuple") ? type.arguments().size() : type.equals(NOTHING) ? 0 : 1;
  }
}
