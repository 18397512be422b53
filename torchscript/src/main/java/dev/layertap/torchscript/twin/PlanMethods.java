// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.FunctionCode;
import dev.layertap.torchscript.code.TypeName;
import java.util.stream.Collectors;

/**
 * Writes two methods of the root that have libtorch make an entry ready before it first runs.
 *
 * <p>The first calls the entry where nothing ever comes, and what an entry calls for a reduction or
 * for statistics through an interface, beyond which libtorch does not see. Where libtorch's
 * optimiser is on, as it is not when a twin runs, libtorch writes all that a method calls into it
 * before it runs it, and into all that this calls. That is kept: from then on the entry is one
 * graph without calls. The condition is a function, so that it is false turns out when that is
 * done, and the method's own copy is thrown away.
 *
 * <p>The second calls the entry with an empty list of what is wanted, which fails before anything
 * else is done: but what libtorch makes of the graph to run it is there, and kept too.
 */
final class PlanMethods {
  private static final String TEMPLATE =
      """
      %1$sdef %2$s(%4$s) -> NoneType:
      %1$s  if %5$s:
      %1$s    %6$s = %7$s
      %1$s    %8$s = %9$s
      %1$s  return None
      %1$sdef %3$s(%4$s) -> NoneType:
      %1$s  %6$s = %7$s
      %1$s  return None
      """;

  private PlanMethods() {}

  static String write(TwinContext context, Routine routine, String entry) {
    FunctionCode code = routine.code();
    TwinNames names = context.names();
    FunctionCode.Parameter self = code.parameters().get(0);
    String arguments =
        code.parameters().stream()
            .skip(1)
            .map(parameter -> parameter.type().orElse(TypeName.of("Tensor")))
            .map(type -> context.support().nothing(type) + ", ")
            .collect(Collectors.joining());
    return TEMPLATE.formatted(
        routine.owner().orElseThrow().indent(),
        names.plan().inlining(),
        names.plan().failing(),
        routine.unit().source().text().substring(self.start(), self.end()),
        context.support().never(),
        names.local("result"),
        "(%s).%s(annotate(List[int], []), %s)".formatted(self.name(), entry, arguments),
        names.local("made"),
        context.support().make());
  }
}
