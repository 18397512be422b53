// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.pickle;

/** An object of some class. Two references to one object are one instance of this class. */
public final class PickleObject implements PickleValue {
  private static final int NOT_BUILT = -1;

  private final Global type;
  private PickleValue state = None.NONE;
  private int buildOffset = NOT_BUILT;

  PickleObject(Global type) {
    this.type = type;
  }

  void build(PickleValue newState, int offset) {
    state = newState;
    // Set twice, no single place could take an addition.
    buildOffset = buildOffset == NOT_BUILT ? offset : Integer.MIN_VALUE;
  }

  /**
   * Returns the class.
   *
   * @return its name
   */
  public Global type() {
    return type;
  }

  /**
   * Returns what the object was filled with.
   *
   * @return a {@link PickleDict} of attributes, whatever its {@code __getstate__} returned, or
   *     {@link PickleValue.None} when nothing was set
   */
  public PickleValue state() {
    return state;
  }

  /**
   * Returns where the object is filled, so that an attribute can be added just before.
   *
   * @return the offset of its only BUILD instruction, or a negative number when there is not
   *     exactly one
   */
  public int buildOffset() {
    return buildOffset;
  }
}
