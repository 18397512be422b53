// SPDX-License-Identifier: Apache-2.0
package dev.layertap.annotation;

import dev.layertap.annotation.DeclaredCapture.Kind;

/**
 * The name of an annotated capture, bound to where it is declared. The annotation processor
 * generates one for each, so that nobody writes a name twice:
 *
 * <pre>{@code
 * scope.get(ResNet18Captures.COMP)
 * }</pre>
 *
 * @param name the name that {@link Capture} gives
 * @param kind what the annotation stands on
 * @param className the binary name of the class, such as {@code com.example.Net$Head}
 * @param member the name of the field or method; empty if it stands on the class itself
 */
public record CaptureKey(String name, Kind kind, String className, String member) {
  /**
   * Names what an annotated class captures.
   *
   * @param name the name that the annotation gives
   * @param className the class's binary name
   * @return the key
   */
  public static CaptureKey ofClass(String name, String className) {
    return new CaptureKey(name, Kind.CLASS, className, "");
  }

  /**
   * Names what an annotated field captures.
   *
   * @param name the name that the annotation gives
   * @param className the binary name of the class that declares the field
   * @param field the field's name
   * @return the key
   */
  public static CaptureKey ofField(String name, String className, String field) {
    return new CaptureKey(name, Kind.FIELD, className, field);
  }

  /**
   * Names what an annotated method captures.
   *
   * @param name the name that the annotation gives
   * @param className the binary name of the class that declares the method
   * @param method the method's name
   * @return the key
   */
  public static CaptureKey ofMethod(String name, String className, String method) {
    return new CaptureKey(name, Kind.METHOD, className, method);
  }

  /**
   * Returns where the capture is declared, for messages.
   *
   * @return such as {@code field com.example.Net.norm}
   */
  public String where() {
    return new DeclaredCapture(kind, className, member, name, "").where();
  }

  /** Returns the selector that picks the name. */
  @Override
  public String toString() {
    return "@" + name;
  }
}
