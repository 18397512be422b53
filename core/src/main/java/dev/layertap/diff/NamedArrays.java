// SPDX-License-Identifier: Apache-2.0
package dev.layertap.diff;

import dev.layertap.file.ArrayFormat;
import dev.layertap.file.ArrayKey;
import dev.layertap.file.StoredArray;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A file's arrays by what they are called once all is renamed, in the file's order.
 *
 * @param arrays the arrays
 * @param isSorted whether the order may be that of names, and not that of execution
 */
record NamedArrays(Map<ArrayKey, StoredArray> arrays, boolean isSorted) {

  static NamedArrays of(
      Path file, List<StoredArray> stored, List<Renaming> renamings, Set<Renaming> used) {
    Map<ArrayKey, StoredArray> arrays = new LinkedHashMap<>();
    for (StoredArray array : stored) {
      ArrayKey key = renamed(ArrayKey.parse(array.name()), renamings, used);
      StoredArray other = arrays.put(key, array);
      if (other != null) {
        throw new IllegalArgumentException(
            "%s has two arrays for \"%s\": \"%s\" and \"%s\". Rename one of them."
                .formatted(file, key, other.name(), array.name()));
      }
    }
    boolean isSafetensors = ArrayFormat.of(file).equals(Optional.of(ArrayFormat.SAFETENSORS));
    return new NamedArrays(arrays, isSafetensors && isSorted(stored));
  }

  private static ArrayKey renamed(ArrayKey key, List<Renaming> renamings, Set<Renaming> used) {
    for (Renaming renaming : renamings) {
      Optional<String> path = renaming.apply(key.path());
      if (path.isPresent()) {
        used.add(renaming);
        return key.at(path.get());
      }
    }
    return key;
  }

  /** The library that writes safetensors in Python puts arrays of a type together, by name. */
  private static boolean isSorted(List<StoredArray> stored) {
    Set<Object> types = new HashSet<>();
    for (int i = 0; i < stored.size(); i++) {
      StoredArray one = stored.get(i);
      boolean isNextOfType = i > 0 && stored.get(i - 1).type() == one.type();
      if (isNextOfType
          ? stored.get(i - 1).name().compareTo(one.name()) >= 0
          : !types.add(one.type())) {
        return false;
      }
    }
    return true;
  }
}
