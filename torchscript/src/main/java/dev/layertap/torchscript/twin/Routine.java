// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.ClassCode;
import dev.layertap.torchscript.code.FunctionCode;
import dev.layertap.torchscript.code.SourceUnit;
import dev.layertap.torchscript.code.TypeName;
import java.util.Optional;

/**
 * A method or function of the archive.
 *
 * @param unit the file that it stands in
 * @param owner the class that it is a method of, if it is one
 * @param code its code
 */
record Routine(SourceUnit unit, Optional<ClassCode> owner, FunctionCode code) {
  private static final TypeName NOTHING = TypeName.of("NoneType");

  /** What tells it from all others; an overload has a name of its own. */
  String id() {
    return owner.map(type -> type.qualifiedName() + "::").orElse(unit.qualifier() + ".")
        + code.name();
  }

  /** Whether it returns anything but None. */
  boolean hasResult() {
    return !resultType().equals(NOTHING);
  }

  TypeName resultType() {
    return code.returns().orElse(NOTHING);
  }

  private String home() {
    return owner.isPresent() ? owner.get().qualifiedName() : unit.qualifier();
  }

  static String methodId(String className, String method) {
    return className + "::" + method;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Routine routine
        && routine.code.name().equals(code.name())
        && routine.owner.isPresent() == owner.isPresent()
        && routine.home().equals(home());
  }

  @Override
  public int hashCode() {
    return 31 * home().hashCode() + code.name().hashCode();
  }

  @Override
  public String toString() {
    return id();
  }
}
