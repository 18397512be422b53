// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.ClassCode;
import dev.layertap.torchscript.code.FunctionCode;
import dev.layertap.torchscript.code.Statement;
import dev.layertap.torchscript.code.TypeName;
import java.util.Set;

/**
 * Tells classes that the tracer wrote from those that were compiled: archives do not say. The
 * tracer writes no constants, no branches, no loops and no default values.
 */
final class Traced {
  private static final Set<String> CONTAINERS = Set.of("ModuleList", "ModuleDict");
  private static final TypeName HOOK_TYPE = TypeName.of("NoneType");

  private Traced() {}

  static boolean isContainer(ClassCode type) {
    return CONTAINERS.contains(type.simpleName());
  }

  static boolean looksTraced(ClassCode type) {
    return type.constants().isEmpty()
        && !HOOK_TYPE.equals(type.attributes().get("_is_full_backward_hook"))
        && type.methods().stream().allMatch(Traced::looksTraced);
  }

  private static boolean looksTraced(FunctionCode method) {
    return method.name().startsWith("forward")
        && method.parameters().stream().noneMatch(FunctionCode.Parameter::hasDefault)
        && method.body().stream().noneMatch(Statement.Compound.class::isInstance);
  }
}
