// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.FunctionCode;
import dev.layertap.torchscript.code.TypeName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a twin says of its module's inputs and output, where its routine {@link Reporting reports}
 * them.
 */
final class ModuleEnds {
  private final TwinContext context;
  private final Routine routine;
  private final FunctionCode code;
  private final boolean toldSlot;
  private final Locals locals;
  private final Optional<Reporting.What> what;
  private final String store;

  /**
   * Prepares it.
   *
   * @param toldSlot whether the twin takes the slot to report to as another parameter
   * @param locals the routine's names where its body stands
   */
  ModuleEnds(TwinContext context, Routine routine, boolean toldSlot, Locals locals) {
    this.context = context;
    this.routine = routine;
    this.code = routine.code();
    this.toldSlot = toldSlot;
    this.locals = locals;
    this.what = context.reports().of(routine);
    this.store = context.names().local("store");
  }

  /** Whether there is anything to say. */
  boolean areReported() {
    return what.isPresent();
  }

  /** Lines for the body's begin. The first is not indented, and after the last the text is. */
  String begin(String indent) {
    if (what.isEmpty()) {
      return "";
    }
    return what.get() == Reporting.What.OUTPUT_AFTER_HOOKS
        ? asking(indent)
        : asking(indent) + inputs(indent) + indent;
  }

  /** Whole lines for the body's end, where the result has a name. */
  String end(String result, String indent) {
    return what.isEmpty() || what.get() == Reporting.What.INPUTS
        ? ""
        : indent + ifWanted(output(what.get(), result), indent);
  }

  /**
   * Asks once for a module's both ends, as most are not wanted, and with few operators: libtorch
   * makes a plan of all of them before a twin runs for the first time.
   */
  private String asking(String indent) {
    String known = toldSlot ? "" : slot() + " = " + place() + "\n" + indent;
    String wanted = context.names().local("w");
    return known + any() + " = torch.ne(" + wanted + "[" + slot() + "], 0)\n" + indent;
  }

  private String any() {
    return locals.own("any");
  }

  private String slot() {
    return locals.own("slot");
  }

  private String place() {
    return context.graph().moduleOf(routine).filter(context.numbering()::hasRoom).isPresent()
        ? locals.of(code.parameters().get(0).name()) + "." + context.names().slot()
        : String.valueOf(context.numbering().nobody());
  }

  private String inputs(String indent) {
    List<FunctionCode.Parameter> parameters =
        code.parameters().subList(1, code.parameters().size());
    TypeName type =
        new TypeName(
            "Tuple", parameters.stream().map(p -> p.type().orElse(TypeName.of("Tensor"))).toList());
    String all =
        parameters.stream()
            .map(parameter -> locals.of(parameter.name()) + ",")
            .collect(Collectors.joining(" ", "(", ")"));
    return ifWanted(take(CallPart.INPUTS, type, all), indent);
  }

  /** The first line is not indented. */
  private String ifWanted(String call, String indent) {
    return "if " + any() + ":\n" + indent + "  " + call + "\n";
  }

  private String output(Reporting.What reported, String result) {
    if (reported == Reporting.What.OUTPUT_AFTER_HOOKS && !routine.hasResult()) {
      // A hook without a result leaves the output as it was.
      FunctionCode.Parameter output = code.parameters().get(2);
      return take(CallPart.OUTPUT, output.type().orElse(TypeName.of("Tensor")), output.name());
    }
    TracedResults.Result traced = context.results().of(routine);
    if (traced.state() == TracedResults.Result.State.REMOVED) {
      return context.support().removed(store, slot());
    }
    String value = traced.expression().replace("%s", result);
    boolean lasts = value.equals(result) && context.lasting().contains(routine);
    return take(lasts ? CallPart.LASTING_OUTPUT : CallPart.OUTPUT, traced.type(), value);
  }

  private String take(CallPart part, TypeName type, String value) {
    return context.support().take(part, type, slot(), value);
  }
}
