// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import dev.layertap.select.CaptureRequest;
import dev.layertap.select.Place;
import dev.layertap.take.Side;
import dev.layertap.take.Take;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the requests take at each place of a model, worked out once for each: asked for every call
 * of every block, by many threads and many scopes.
 */
final class CapturePlan {
  private final List<CaptureRequest> requests;

  /** One object stands for one place, and knows no other equality. */
  private final Map<Place, AtPlace> plans = new ConcurrentHashMap<>();

  CapturePlan(List<CaptureRequest> requests) {
    this.requests = requests;
  }

  /**
   * A capture at a place.
   *
   * @param name what its activations are read by
   * @param take what to take of the calls
   */
  record Capture(String name, Take take) {}

  private record AtPlace(List<Capture> inputs, List<Capture> outputs) {}

  private static final AtPlace NOTHING = new AtPlace(List.of(), List.of());

  /** The captures of one end of a place's calls: none, mostly. */
  List<Capture> at(Place place, Side side) {
    AtPlace plan = plans.get(place);
    if (plan == null) {
      plan = find(place);
      plans.put(place, plan);
    }
    return side == Side.INPUT ? plan.inputs() : plan.outputs();
  }

  private AtPlace find(Place place) {
    List<Capture> inputs = new ArrayList<>(0);
    List<Capture> outputs = new ArrayList<>(0);
    for (CaptureRequest request : requests) {
      if (request.selector().matches(place)) {
        for (CaptureRequest.Named named : request.capturesAt(place)) {
          add(inputs, Side.INPUT, named);
          add(outputs, Side.OUTPUT, named);
        }
      }
    }
    return inputs.isEmpty() && outputs.isEmpty()
        ? NOTHING
        : new AtPlace(List.copyOf(inputs), List.copyOf(outputs));
  }

  private static void add(List<Capture> captures, Side side, CaptureRequest.Named named) {
    boolean isNew = captures.stream().noneMatch(one -> one.name().equals(named.name()));
    if (isNew && named.take().includes(side)) {
      captures.add(new Capture(named.name(), named.take()));
    }
  }
}
