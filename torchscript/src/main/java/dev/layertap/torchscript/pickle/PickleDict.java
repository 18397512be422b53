// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.pickle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A dictionary in order of insertion. Only the reader adds to it. */
public final class PickleDict implements PickleValue {
  private final List<Entry> entries = new ArrayList<>();

  /** The first value of each string key; a class of many attributes is asked for each of them. */
  private final Map<String, PickleValue> byText = new HashMap<>();

  PickleDict() {}

  void put(PickleValue key, PickleValue value) {
    entries.add(new Entry(key, value));
    if (key instanceof Text text) {
      byText.putIfAbsent(text.value(), value);
    }
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
    return Optional.ofNullable(byText.get(key));
  }

  /**
   * One entry.
   *
   * @param key the key
   * @param value the value
   */
  public record Entry(PickleValue key, PickleValue value) {}
}
