// SPDX-License-Identifier: Apache-2.0
package dev.layertap.file;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A kind of file that holds arrays, told by the ending of its name. */
public enum ArrayFormat {
  /** NumPy's zip of named arrays. */
  NPZ(".npz"),
  /** Named arrays behind a header of JSON. */
  SAFETENSORS(".safetensors"),
  /** NumPy's file of one array without a name; it is read, and never written. */
  NPY(".npy");

  private final String ending;

  ArrayFormat(String ending) {
    this.ending = ending;
  }

  /**
   * Tells the format of a file.
   *
   * @param file a path; nothing need be there
   * @return the format, or nothing if the name has another ending
   */
  public static Optional<ArrayFormat> of(Path file) {
    Path last = file.getFileName();
    String name = last == null ? "" : last.toString().toLowerCase(Locale.ROOT);
    return Stream.of(values()).filter(format -> name.endsWith(format.ending)).findFirst();
  }
}
