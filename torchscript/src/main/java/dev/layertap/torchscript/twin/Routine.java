// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.ClassCode;
import dev.layertap.torchscript.code.FunctionCode;
import dev.layertap.torchscript.code.SourceUnit;
import java.util.Optional;

/**
 * A method or function of the archive.
 *
 * @param unit the file that it stands in
 * @param owner the class that it is a method of, if it is one
 * @param code its code
 */
record Routine(SourceUnit unit, Optional<ClassCode> owner, FunctionCode code) {

  /** What tells it from all others; an overload has a name of its own. */
  String id() {
    return owner.map(type -> type.qualifiedName() + "::").orElse(unit.qualifier() + ".")
        + code.name();
  }

  static String methodId(String className, String method) {
    return className + "::" + method;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Routine routine && routine.id().equals(id());
  }

  @Override
  public int hashCode() {
    return id().hashCode();
  }

  @Override
  public String toString() {
    return id();
  }
}
