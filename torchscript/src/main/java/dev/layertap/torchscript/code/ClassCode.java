// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.code;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A class.
 *
 * @param qualifiedName its name with that of its file: {@code __torch__.a.B}
 * @param kind what kind of class it is
 * @param attributes its declared attributes, with their types, in order
 * @param lists what stands in {@code __parameters__} and its like
 * @param constants what is declared {@code Final}, as it is written
 * @param methods its methods, in order
 * @param byName the first method of each name
 * @param bodyStart where the first line after the class's head begins
 * @param indent the indentation of its body
 */
public record ClassCode(
    String qualifiedName,
    Kind kind,
    Map<String, TypeName> attributes,
    Map<String, List<String>> lists,
    Map<String, String> constants,
    List<FunctionCode> methods,
    Map<String, FunctionCode> byName,
    int bodyStart,
    String indent) {

  /** What kind of class it is. */
  public enum Kind {
    /** An {@code nn.Module}. */
    MODULE,
    /** The type of modules that have certain methods. */
    MODULE_INTERFACE,
    /** The type of objects that have certain methods. */
    INTERFACE,
    /** A named tuple. */
    NAMED_TUPLE,
    /** An enumeration. */
    ENUM,
    /** Any other class. */
    PLAIN
  }

  /**
   * Returns the last part of the name.
   *
   * @return the name that the class had in Python
   */
  public String simpleName() {
    return qualifiedName.substring(qualifiedName.lastIndexOf('.') + 1);
  }

  /**
   * Looks a method up.
   *
   * @param name its name
   * @return the method, or nothing
   */
  public Optional<FunctionCode> method(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * Returns one of the lists of names.
   *
   * @param name such as {@code __parameters__}
   * @return the names, none when there is no such list
   */
  public List<String> list(String name) {
    return lists.getOrDefault(name, List.of());
  }
}
