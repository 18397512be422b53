// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

/**
 * A module, or the inside of one, that cannot be captured.
 *
 * @param path its path
 * @param type its class's full name
 * @param cause why
 */
public record OpaquePlace(String path, String type, Cause cause) {

  /** Why a module cannot be captured. */
  public enum Cause {
    /** It has no method {@code forward}; lists and dicts of modules are like that. */
    CONTAINER("it only holds other modules and never runs itself"),
    /** No code of the model calls it. */
    NEVER_CALLED("no code of the model calls it"),
    /** The tracer saw that its result is its input, or is not used, and left the call out. */
    REMOVED_BY_TRACING("the tracer left it out of the exported code"),
    /** The tracer left out some elements of its result, or its result in some calls. */
    PARTLY_REMOVED_BY_TRACING("the tracer left parts of its results out of the exported code"),
    /** The exporter made one flat function of it and all that was in it. */
    FROZEN("it was frozen: the modules that were inside it are gone"),
    /** It stores its state in a form of its own, and what calls it cannot tell which one it is. */
    NO_ROOM_AND_NO_CALLER("it cannot hold a number, and its caller cannot tell which module it is"),
    /** It is called on a value whose class cannot be told from the code. */
    UNKNOWN_RECEIVER("it is called through a value whose class the code does not tell"),
    /** It runs within a fork that does more than to call one module. */
    FORK("it runs within a fork whose result's type the code does not tell"),
    /** Its result is of a kind that Java has nothing for. */
    UNREADABLE_RESULT("its result is of a type that cannot be read from Java");

    private final String reason;

    Cause(String reason) {
      this.reason = reason;
    }

    /**
     * Returns the reason for people.
     *
     * @return what follows "opaque: "
     */
    public String reason() {
      return reason;
    }
  }
}
