// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.code;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** All code of an archive, by qualified name. */
public final class CodeBase {
  private final Map<String, SourceUnit> units;
  private final Map<String, ClassCode> classes = new LinkedHashMap<>();
  private final Map<String, FunctionCode> functions = new LinkedHashMap<>();

  /**
   * Makes a code base.
   *
   * @param units the parsed files, by the entry that each was read from
   */
  public CodeBase(Map<String, SourceUnit> units) {
    this.units = Collections.unmodifiableMap(new LinkedHashMap<>(units));
    for (SourceUnit unit : units.values()) {
      for (ClassCode type : unit.classes()) {
        classes.putIfAbsent(type.qualifiedName(), type);
      }
      for (FunctionCode function : unit.functions()) {
        functions.putIfAbsent(unit.qualifier() + "." + function.name(), function);
      }
    }
  }

  /**
   * Returns the files.
   *
   * @return the parsed files by entry
   */
  public Map<String, SourceUnit> units() {
    return units;
  }

  /**
   * Returns all classes.
   *
   * @return the classes by qualified name
   */
  public Map<String, ClassCode> classes() {
    return Collections.unmodifiableMap(classes);
  }

  /**
   * Returns all functions.
   *
   * @return the functions by qualified name
   */
  public Map<String, FunctionCode> functions() {
    return Collections.unmodifiableMap(functions);
  }

  /**
   * Looks a class up.
   *
   * @param qualifiedName its name
   * @return the class, or nothing
   */
  public Optional<ClassCode> type(String qualifiedName) {
    return Optional.ofNullable(classes.get(qualifiedName));
  }
}
