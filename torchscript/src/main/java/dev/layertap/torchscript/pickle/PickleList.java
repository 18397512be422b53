// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.pickle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A list or set. Only the reader adds to it. */
public final class PickleList implements PickleValue {
  private final List<PickleValue> items = new ArrayList<>();

  PickleList() {}

  void add(PickleValue item) {
    items.add(item);
  }

  /**
   * Returns the elements.
   *
   * @return an unmodifiable view
   */
  public List<PickleValue> items() {
    return Collections.unmodifiableList(items);
  }
}
