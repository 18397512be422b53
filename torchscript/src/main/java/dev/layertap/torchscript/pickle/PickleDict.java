// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.pickle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A dictionary in order of insertion. Only the reader adds to it. */
public final class PickleDict implements PickleValue {
  private final List<Entry> entries = new ArrayList<>();

  PickleDict() {}

  void put(PickleValue key, PickleValue value) {
    entries.add(new Entry(key, value));
  }

  /**
   * Returns the entries; a key that was written twice is there twice.
   *
   * @return an unmodifiable view
   */
  public List<Entry> entries() {
    return Collections.unmodifiableList(entries);
  }

  /**
   * Looks a string key up.
   *
   * @param key the key
   * @return its value, or nothing
   */
  public Optional<PickleValue> get(String key) {
    for (Entry entry : entries) {
      if (entry.key() instanceof Text text && text.value().equals(key)) {
        return Optional.of(entry.value());
      }
    }
    return Optional.empty();
  }

  /**
   * One entry.
   *
   * @param key the key
   * @param value the value
   */
  public record Entry(PickleValue key, PickleValue value) {}
}
