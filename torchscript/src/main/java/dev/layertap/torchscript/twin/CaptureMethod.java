// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.FunctionCode;
import java.util.stream.Collectors;

/** Writes the method of the root that Python and C++ call for a result and activations by key. */
final class CaptureMethod {
  private static final String TEMPLATE =
      """
      %1$sdef %2$s(%3$s%4$s) -> Tuple[%5$s, Dict[str, Tensor]]:
      %1$s  %6$s = %7$s.open()
      %1$s  %8$s = (%9$s).%10$s(%6$s, %11$s)
      %1$s  return (%8$s, %7$s.named(%6$s))
      """;

  private CaptureMethod() {}

  static String write(TwinContext context, Routine routine, String name) {
    FunctionCode code = routine.code();
    TwinNames names = context.names();
    String text = routine.unit().source().text();
    FunctionCode.Parameter self = code.parameters().get(0);
    boolean told = context.isToldItsSlot(routine);
    String arguments =
        code.parameters().stream()
            .skip(1)
            .map(parameter -> parameter.name() + ", ")
            .collect(Collectors.joining());
    return TEMPLATE.formatted(
        routine.owner().orElseThrow().indent(),
        name,
        text.substring(self.start(), self.end()),
        text.substring(self.end(), code.span().close()),
        text.substring(code.span().returnsStart(), code.span().returnsEnd()),
        names.local("store"),
        names.support(),
        names.local("result"),
        self.name(),
        told ? names.twinAt(code.name()) : names.twin(code.name()),
        (told ? "0, " : "") + arguments);
  }
}
