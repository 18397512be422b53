// SPDX-License-Identifier: Apache-2.0
package dev.layertap.diff;

import dev.layertap.file.ArrayKey;
import java.util.Optional;

/**
 * Gives a place another name.
 *
 * @param from a path, or, ending with a dot, the beginning of paths
 * @param to what stands in its stead
 */
record Renaming(String from, String to) {
  private static final String ROOT = ".";

  static Renaming of(String from, String to) {
    if (from.isEmpty()) {
      throw new IllegalArgumentException(
          "The renaming \"%s=%s\" says nothing before \"=\". Write a path, the beginning of paths with a dot at its end, or \".\" for the model itself."
              .formatted(from, to));
    }
    if (isBeginning(from) && !to.isEmpty() && !to.endsWith(".")) {
      throw new IllegalArgumentException(
          "The renaming \"%1$s=%2$s\" makes \"%2$sfc\" of \"%1$sfc\". Write \"%1$s=%2$s.\" for all that is below, or \"%3$s=%2$s\" for this path alone."
              .formatted(from, to, from.substring(0, from.length() - 1)));
    }
    return new Renaming(ArrayKey.plain(from), ArrayKey.plain(to));
  }

  private static boolean isBeginning(String from) {
    return from.endsWith(".") && !from.equals(ROOT);
  }

  /** The new path, if this is about the path at all. */
  Optional<String> apply(String path) {
    if (isBeginning(from)) {
      return path.startsWith(from)
          ? Optional.of(to + path.substring(from.length()))
          : Optional.empty();
    }
    return path.equals(from.equals(ROOT) ? "" : from)
        ? Optional.of(to.equals(ROOT) ? "" : to)
        : Optional.empty();
  }

  @Override
  public String toString() {
    return from + "=" + to;
  }
}
