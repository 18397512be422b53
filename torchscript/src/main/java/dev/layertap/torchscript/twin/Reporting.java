// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.ClassCode;
import dev.layertap.torchscript.code.FunctionCode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells which routines report a module's inputs and outputs.
 *
 * <p>That is {@code forward}, {@code forward1} and so on where a module was traced several times,
 * {@code forward__0} and so on where it is overloaded. When hooks were compiled, a module's output
 * is what stands after the last of them, as for PyTorch's own hooks.
 */
final class Reporting {
  private static final Pattern FORWARD = Pattern.compile("forward(\\d+|__\\d+)?");
  private static final Pattern TRACED_AGAIN = Pattern.compile("forward\\d+");

  private final Map<Routine, What> what = new LinkedHashMap<>();

  /** What a routine reports. */
  enum What {
    INPUTS_AND_OUTPUT,
    INPUTS,
    OUTPUT_AFTER_HOOKS
  }

  Reporting(CallGraph graph) {
    Set<String> helpers = graph.calledOnSelf();
    Set<String> hooked = new LinkedHashSet<>();
    for (Routine routine : graph.reached()) {
      Optional<ClassCode> module = hookedModule(graph, routine);
      if (module.isPresent()) {
        what.put(routine, What.OUTPUT_AFTER_HOOKS);
        hooked.add(module.get().qualifiedName());
      }
    }
    for (Routine routine : graph.reached()) {
      routine
          .owner()
          .filter(type -> isForward(type, routine, helpers))
          .ifPresent(
              type ->
                  what.put(
                      routine,
                      hooked.contains(type.qualifiedName())
                          ? What.INPUTS
                          : What.INPUTS_AND_OUTPUT));
    }
  }

  private static boolean isForward(ClassCode type, Routine routine, Set<String> helpers) {
    String name = routine.code().name();
    if (type.kind() != ClassCode.Kind.MODULE || !FORWARD.matcher(name).matches()) {
      return false;
    }
    return !TRACED_AGAIN.matcher(name).matches()
        || (type.method("forward").isPresent() && !helpers.contains(routine.id()));
  }

  /** The module whose last compiled hook a routine is; hooks are called as functions. */
  private static Optional<ClassCode> hookedModule(CallGraph graph, Routine routine) {
    List<FunctionCode.Parameter> parameters = routine.code().parameters();
    if (parameters.size() != 3 || parameters.get(0).type().isEmpty()) {
      return Optional.empty();
    }
    return graph
        .type(parameters.get(0).type().get().name())
        .filter(type -> type.kind() == ClassCode.Kind.MODULE)
        .filter(type -> isLastHook(type, routine))
        .filter(type -> !graph.callers(routine).isEmpty());
  }

  private static boolean isLastHook(ClassCode type, Routine routine) {
    List<String> hooks = type.list("__forward_hooks__");
    String owner = routine.owner().map(ClassCode::qualifiedName).orElse(routine.unit().qualifier());
    return !hooks.isEmpty()
        && hooks.get(hooks.size() - 1).equals(routine.code().name())
        && owner.equals(type.qualifiedName());
  }

  Set<Routine> routines() {
    return what.keySet();
  }

  Optional<What> of(Routine routine) {
    return Optional.ofNullable(what.get(routine));
  }
}
