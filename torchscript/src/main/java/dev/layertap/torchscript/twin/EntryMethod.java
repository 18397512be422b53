// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.FunctionCode;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the method of the root that opens a store, runs a twin, and returns what was taken. */
final class EntryMethod {
  private static final String TEMPLATE =
      """
      %1$sdef %2$s(%3$s,
      %1$s    %4$s: List[int]%5$s) -> Tuple[%6$s, List[int], List[Any]]:
      %1$s  %7$s, %13$s, %14$s, = %8$s
      %1$s  %9$s = (%10$s).%11$s(%7$s, %12$s)
      %1$s  return (%9$s, %13$s, %14$s)
      """;

  private final TwinContext context;
  private final Routine routine;
  private final String name;

  EntryMethod(TwinContext context, Routine routine, String name) {
    this.context = context;
    this.routine = routine;
    this.name = name;
  }

  String write() {
    FunctionCode code = routine.code();
    TwinNames names = context.names();
    String text = routine.unit().source().text();
    List<FunctionCode.Parameter> parameters = code.parameters();
    FunctionCode.Parameter self = parameters.get(0);
    boolean told = context.isToldItsSlot(routine);
    String arguments =
        parameters.stream()
            .skip(1)
            .map(parameter -> parameter.name() + ", ")
            .collect(Collectors.joining());
    // The root's number is 0 if it has one; only the root's class has entries.
    return TEMPLATE.formatted(
        routine.owner().orElseThrow().indent(),
        name,
        text.substring(self.start(), self.end()),
        names.local("wanted"),
        text.substring(self.end(), code.span().close()),
        text.substring(code.span().returnsStart(), code.span().returnsEnd()),
        names.local("store"),
        context.support().open(names.local("wanted")),
        names.local("result"),
        self.name(),
        told ? names.twinAt(code.name()) : names.twin(code.name()),
        (told ? "0, " : "") + arguments,
        names.local("n"),
        names.local("v"));
  }
}
