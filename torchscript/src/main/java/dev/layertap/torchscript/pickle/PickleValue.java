// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.pickle;

import java.util.List;

/** What a pickle holds, as plain data. */
public sealed interface PickleValue
    permits PickleValue.None,
        PickleValue.Bool,
        PickleValue.Int,
        PickleValue.Real,
        PickleValue.Text,
        PickleValue.Tuple,
        PickleValue.Opaque,
        PickleValue.Global,
        PickleValue.Reduced,
        PickleValue.Persistent,
        PickleList,
        PickleDict,
        PickleObject {

  /** Python's {@code None}. */
  enum None implements PickleValue {
    /** The only one. */
    NONE
  }

  /**
   * A truth value.
   *
   * @param value the value
   */
  record Bool(boolean value) implements PickleValue {}

  /**
   * A whole number.
   *
   * @param value the value
   */
  record Int(long value) implements PickleValue {}

  /**
   * A floating point number.
   *
   * @param value the value
   */
  record Real(double value) implements PickleValue {}

  /**
   * A string.
   *
   * @param value the value
   */
  record Text(String value) implements PickleValue {}

  /**
   * A tuple.
   *
   * @param items its elements
   */
  record Tuple(List<PickleValue> items) implements PickleValue {}

  /**
   * Raw bytes, or a number of more than 64 bits: nothing that a model's structure needs.
   *
   * @param length how many bytes there are
   */
  record Opaque(int length) implements PickleValue {}

  /**
   * The name of a class or function, which is never looked up.
   *
   * @param module the module's name
   * @param name the name within the module
   */
  record Global(String module, String name) implements PickleValue {
    /**
     * Returns the full name.
     *
     * @return module and name, with a dot between
     */
    public String qualifiedName() {
      return module + "." + name;
    }
  }

  /**
   * A call that Python would make and this reader does not.
   *
   * @param function what would be called
   * @param arguments what with
   */
  record Reduced(PickleValue function, PickleValue arguments) implements PickleValue {}

  /**
   * A reference to something outside the pickle, such as a tensor's storage.
   *
   * @param id what identifies it
   */
  record Persistent(PickleValue id) implements PickleValue {}
}
