// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.ClassCode;
import dev.layertap.torchscript.code.Expression;
import dev.layertap.torchscript.code.FunctionCode;
import dev.layertap.torchscript.code.Statement;
import dev.layertap.torchscript.code.TypeName;
import java.util.Map;
import java.util.Set;

/**
 * Tells classes that the tracer wrote from those that were compiled: archives do not say. The
 * tracer writes no constants, no branches, no loops and no default values.
 */
final class Traced {
  private static final Set<String> CONTAINERS = Set.of("ModuleList", "ModuleDict");
  private static final Set<String> OWN_ATTRIBUTES = Set.of("training", "_is_full_backward_hook");
  private static final Set<String> PLAIN_TYPES =
      Set.of("int", "float", "bool", "str", "List", "Dict", "Tuple", "Optional", "NoneType");
  private static final TypeName HOOK_TYPE = TypeName.of("NoneType");

  private Traced() {}

  static boolean isContainer(ClassCode type) {
    return CONTAINERS.contains(type.simpleName());
  }

  static boolean looksTraced(ClassCode type) {
    return type.constants().isEmpty()
        && !HOOK_TYPE.equals(type.attributes().get("_is_full_backward_hook"))
        && type.attributes().entrySet().stream().noneMatch(Traced::isPlainAttribute)
        && type.methods().stream().allMatch(Traced::looksTraced);
  }

  /** The tracer keeps tensors and modules, and makes constants of all else. */
  private static boolean isPlainAttribute(Map.Entry<String, TypeName> attribute) {
    return PLAIN_TYPES.contains(attribute.getValue().name())
        && !OWN_ATTRIBUTES.contains(attribute.getKey());
  }

  private static boolean looksTraced(FunctionCode method) {
    return method.name().startsWith("forward")
        && method.parameters().stream().noneMatch(FunctionCode.Parameter::hasDefault)
        && method.body().stream().noneMatch(Statement.Compound.class::isInstance)
        && method.body().stream().noneMatch(Traced::setsAttribute);
  }

  /** The tracer knows operations only: a module whose attributes change was compiled. */
  private static boolean setsAttribute(Statement statement) {
    return statement instanceof Statement.Assignment assignment
        && assignment.target() instanceof Expression.Attribute;
  }
}
