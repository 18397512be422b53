// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import dev.layertap.model.BlockPlace;
import dev.layertap.model.BlockTree;
import dev.layertap.select.CaptureRequest;
import dev.layertap.select.Place;
import dev.layertap.take.Side;
import dev.layertap.take.Take;
import dev.layertap.trace.WantedModules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the requests take at each place of a model, worked out once for each: asked for every call
 * of every block, by many threads and many scopes.
 */
final class CapturePlan {
  private final List<CaptureRequest> requests;

  /** One object stands for one place, and knows no other equality. */
  private final Map<Place, AtPlace> plans = new ConcurrentHashMap<>();

  private final Map<BlockPlace, ModulesOf> modules = new ConcurrentHashMap<>();

  /** The places of which it is known that the requests make sense there. */
  private volatile @Nullable List<Place> checked;

  CapturePlan(List<CaptureRequest> requests) {
    this.requests = requests;
  }

  /** What the requests take of a model. */
  static CapturePlan of(List<CaptureRequest> requests, BlockTree tree) {
    return tree.remember(requests, CapturePlan.class, () -> new CapturePlan(requests));
  }

  /**
   * Runs a check, unless it was passed by the same places: each reading asks, and mostly of a model
   * and requests that were there before.
   */
  void check(List<Place> places, Runnable check) {
    if (checked != places) {
      check.run();
      checked = places;
    }
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

  /**
   * What the modules inside of a block are captured for.
   *
   * @param wanted what of them is
   * @param everyPass whether that is so in every pass; else only the captures that include one are
   */
  private record ModulesOf(WantedModules wanted, boolean everyPass) {}

  /** The modules inside of a block that are captured in a pass. */
  WantedModules modulesOf(BlockPlace block, int pass) {
    ModulesOf known = modules.get(block);
    if (known == null) {
      known = findModules(block);
      modules.put(block, known);
    }
    return known.everyPass() ? known.wanted() : modules(block, capture -> includes(capture, pass));
  }

  private ModulesOf findModules(BlockPlace block) {
    WantedModules always = modules(block, capture -> capture.take().includesEveryPass());
    WantedModules ever = modules(block, capture -> true);
    return new ModulesOf(
        ever,
        always.of(Side.INPUT).equals(ever.of(Side.INPUT))
            && always.of(Side.OUTPUT).equals(ever.of(Side.OUTPUT)));
  }

  private static boolean includes(Capture capture, int pass) {
    return capture.take().includesPass(pass);
  }

  private WantedModules modules(BlockPlace block, Predicate<Capture> isDue) {
    return WantedModules.of(
        block.allModules(),
        (module, side) -> {
          List<Take> takes =
              at(module, side).stream().filter(isDue).map(Capture::take).distinct().toList();
          return takes.isEmpty() ? null : takes;
        });
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
