// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import java.util.Optional;
import java.util.StringJoiner;

/** Reads the notes that a twin makes of the tensors of a value. */
public final class Conversions {
  /** How many numbers stand before the notes. */
  public static final int HEAD = KeepCode.NOTES_HEAD;

  private Conversions() {}

  /**
   * Returns why a tensor cannot be had.
   *
   * @param note the note about it
   * @return the reason; empty if it can
   */
  public static Optional<String> unreadable(long note) {
    if (note >= 0) {
      return Optional.empty();
    }
    return Optional.of(
        note == KeepCode.NESTED
            ? "a nested tensor, which has no shape"
            : note == KeepCode.META
                ? "a tensor on the meta device, which has a shape and no elements"
                : "a tensor of type "
                    + TensorTypes.type((int) (KeepCode.UNREADABLE - note))
                    + ", which neither DJL nor a conversion knows");
  }

  /**
   * Returns what a tensor was before it was converted.
   *
   * @param note the note about it
   * @return PyTorch's name of its layout, its type, or both; empty if it is as it was
   */
  public static Optional<String> convertedFrom(long note) {
    StringJoiner names = new StringJoiner(" ");
    if (note >= KeepCode.LAYOUT) {
      names.add(TensorTypes.layout((int) (note / KeepCode.LAYOUT)));
    }
    if (note % KeepCode.LAYOUT > 0) {
      names.add(TensorTypes.type((int) (note % KeepCode.LAYOUT) - 1));
    }
    return Optional.of(names.toString()).filter(text -> !text.isEmpty());
  }
}
