// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.Expression;
import java.util.Optional;

/**
 * A call, within some routine, of another routine of the archive.
 *
 * @param kind how it is written
 * @param owner the receiver's class or interface, or the file of a function; nothing when the
 *     receiver's type could not be told
 * @param name the method's or function's name
 * @param call the whole call
 * @param child where the receiver comes from, when it is the attribute of a module
 * @param closure the closure that the call stands in, if it stands in one
 */
record ModuleCall(
    Kind kind,
    Optional<String> owner,
    String name,
    Expression.Call call,
    Optional<Child> child,
    Optional<String> closure) {

  enum Kind {
    /** {@code (receiver).method(...)} */
    METHOD,
    /** {@code __torch__.file.function(...)}, or through a local that holds the function. */
    FUNCTION,
    /** {@code __torch__.file.Class.method(receiver, ...)}, as compiled hooks are called. */
    CLASS_METHOD
  }

  /**
   * A receiver that is {@code holder.attribute}.
   *
   * @param holder the text of an expression for the module that holds it, valid at the call
   * @param holderType the class of that module
   * @param attribute the attribute
   */
  record Child(String holder, String holderType, String attribute) {}

  Optional<String> targetId() {
    return owner.map(
        type -> kind == Kind.FUNCTION ? type + "." + name : Routine.methodId(type, name));
  }
}
