// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.ClassCode;
import dev.layertap.torchscript.code.FunctionCode;
import dev.layertap.torchscript.code.TypeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Gives the parameters of a routine their values where its body stands in another. */
final class Moving {
  /** A name or number. */
  private static final Pattern SIMPLE =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*|-?[0-9][0-9.]*(e[+-]?[0-9]+)?");

  /** Of a value that may go where one of these is asked for, this is the type. */
  private static final Set<String> EXACT = Set.of("Tensor", "int", "float", "bool", "str");

  private final TwinNames names;
  private final String number;
  private final Routine routine;
  private final Set<String> once;
  private final Map<String, String> renamed = new HashMap<>();
  private final List<String> lines = new ArrayList<>();
  private int passed;

  Moving(TwinNames names, int number, Routine routine) {
    this.names = names;
    this.number = String.valueOf(number);
    this.routine = routine;
    this.once = AssignedOnce.in(routine.code());
    for (String name : AssignedOnce.orMore(routine.code())) {
      renamed.put(name, names.local(number + "_" + name));
    }
  }

  /** Gives the next parameter its value. */
  void pass(String value) {
    FunctionCode.Parameter parameter = routine.code().parameters().get(passed);
    boolean isSelf = passed == 0 && routine.owner().isPresent();
    TypeName type =
        parameter.type().orElse(TypeName.of(isSelf ? owner().qualifiedName() : "Tensor"));
    boolean exact = isSelf || EXACT.contains(type.toString());
    if (exact && once.contains(parameter.name()) && SIMPLE.matcher(value).matches()) {
      renamed.put(parameter.name(), value);
    } else {
      lines.add("%s : %s = %s".formatted(renamed.get(parameter.name()), type, value));
    }
    passed++;
  }

  private ClassCode owner() {
    return routine.owner().orElseThrow();
  }

  /** What comes before the body. */
  List<String> lines() {
    return lines;
  }

  Locals locals() {
    return new Locals(names, number, renamed);
  }
}
