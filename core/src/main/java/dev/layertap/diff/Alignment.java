// SPDX-License-Identifier: Apache-2.0
package dev.layertap.diff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Puts two orders into one. */
final class Alignment {
  private Alignment() {}

  /**
   * Merges two orders.
   *
   * @param leading what decides where both have something
   * @param other whose own elements stand where they stand in it: before the next common one
   * @return each element of either, once
   */
  static <T> List<T> merge(Collection<T> leading, Collection<T> other) {
    Set<T> common = new LinkedHashSet<>(leading);
    common.retainAll(new LinkedHashSet<>(other));
    Set<T> merged = new LinkedHashSet<>();
    Iterator<T> rest = other.iterator();
    Set<T> passed = new LinkedHashSet<>();
    for (T element : leading) {
      while (common.contains(element) && !passed.contains(element) && rest.hasNext()) {
        T next = rest.next();
        passed.add(next);
        if (!common.contains(next)) {
          merged.add(next);
        }
      }
      merged.add(element);
    }
    rest.forEachRemaining(merged::add);
    return new ArrayList<>(merged);
  }
}
