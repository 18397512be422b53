// SPDX-License-Identifier: Apache-2.0
package dev.layertap.bridge;

import dev.layertap.model.BlockPlace;
import dev.layertap.select.Place;
import dev.layertap.select.Selector;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which blocks of a model have their time taken: those that a capture selects. Modules inside of a
 * block run as one, and are told of when that is over.
 */
final class TimedPlaces {
  private final List<Selector> selectors;
  private final Map<Place, Boolean> known = new ConcurrentHashMap<>();

  TimedPlaces(List<Selector> selectors) {
    this.selectors = selectors;
  }

  boolean contains(Place place) {
    return known.computeIfAbsent(
        place,
        unseen ->
            place instanceof BlockPlace
                && selectors.stream().anyMatch(selector -> selector.matches(place)));
  }
}
