// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import ai.djl.engine.EngineException;
import dev.layertap.torchscript.TorchScriptArchive;
import dev.layertap.torchscript.code.FunctionCode;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says what libtorch says, as far as it helps. */
final class EngineFailure {
  private static final String END_OF_TRACE = "<--- HERE";
  private static final Pattern ERROR = Pattern.compile("^([A-Za-z_][\\w.]*): ", Pattern.MULTILINE);

  private EngineFailure() {}

  static CommandFailure onLoading(CapturePlan plan, EngineException problem) {
    return CommandFailure.wrongUse(
        "%s cannot be loaded. libtorch says: %s"
            .formatted(plan.model(), reason(String.valueOf(problem.getMessage()), plan.method())),
        problem);
  }

  static CommandFailure onRunning(CapturePlan plan, int given, EngineException problem)
      throws IOException {
    List<FunctionCode.Parameter> parameters = parameters(plan);
    long needed = parameters.stream().filter(parameter -> !parameter.hasDefault()).count();
    if (given < needed || given > parameters.size()) {
      return CommandFailure.wrongUse(
          "%s takes %s; --input gave %d."
              .formatted(plan.method(), inputs(needed, parameters), given),
          problem);
    }
    return CommandFailure.wrongUse(
        "%s fails on these inputs. libtorch says: %s"
            .formatted(plan.model(), reason(String.valueOf(problem.getMessage()), plan.method())),
        problem);
  }

  private static List<FunctionCode.Parameter> parameters(CapturePlan plan) throws IOException {
    List<FunctionCode.Parameter> all =
        TorchScriptArchive.open(plan.model())
            .root()
            .code()
            .method(plan.method())
            .orElseThrow()
            .parameters();
    return all.subList(1, all.size());
  }

  private static String inputs(long needed, List<FunctionCode.Parameter> parameters) {
    String names =
        parameters.stream()
            .map(
                parameter ->
                    parameter.name() + (parameter.hasDefault() ? " (may be left out)" : ""))
            .collect(Collectors.joining(", "));
    String count = needed == parameters.size() ? "" + needed : needed + " to " + parameters.size();
    return parameters.size() == 1
        ? count + " input (" + names + ")"
        : parameters.isEmpty() ? "no inputs" : count + " inputs (" + names + ")";
  }

  /**
   * libtorch's own reason: what stands behind its trace through the model's code, or before its
   * declaration of the method, which are those of the rewritten copy.
   */
  static String reason(String message, String method) {
    int trace = message.lastIndexOf(END_OF_TRACE);
    Matcher error = ERROR.matcher(message);
    if (trace >= 0 && error.find(trace)) {
      String kind = error.group(1);
      String text = message.substring(error.end()).strip();
      return kind.equals("RuntimeError")
          ? text
          : kind.replaceFirst("^builtins\\.", "") + ": " + text;
    }
    return message
        .replaceFirst("(?s)\nPosition: .*", "")
        .replaceFirst("(?s)\nException raised from .*", "")
        .replace("layertap_" + method, method)
        .strip();
  }
}
