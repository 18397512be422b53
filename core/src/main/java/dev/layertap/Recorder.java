// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import ai.djl.nn.Block;
import dev.layertap.model.BlockTree;
import dev.layertap.select.CaptureRequest;
import dev.layertap.select.Place;
import dev.layertap.take.Side;
import dev.layertap.trace.Call;
import dev.layertap.trace.CallObserver;
import dev.layertap.trace.Pass;
import dev.layertap.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes what its requests pick from the passes it is told of, and remembers what it has seen. */
final class Recorder implements CallObserver, AutoCloseable {
  private final List<CaptureRequest> requests;
  private final @Nullable Block onlyRoot;
  private final ArrayCopies copies = new ArrayCopies();

  private final List<Activation> activations = new ArrayList<>();
  private final IdentityHashMap<Pass, Integer> passes = new IdentityHashMap<>();
  private final Set<BlockTree> trees = Collections.newSetFromMap(new IdentityHashMap<>());
  private final IdentityHashMap<Place, Map<Side, Set<String>>> namesByPlace =
      new IdentityHashMap<>();
  private final List<String> errors = new ArrayList<>();
  private int passCount;

  Recorder(List<CaptureRequest> requests, @Nullable Block onlyRoot) {
    this.requests = requests;
    this.onlyRoot = onlyRoot;
  }

  @Override
  public synchronized void passStarted(Pass pass) {
    if (follows(pass)) {
      passNumber(pass);
    }
  }

  @Override
  public synchronized boolean wants(Pass pass, Place place, Side side) {
    return follows(pass) && !names(place, side).isEmpty();
  }

  @Override
  public void passed(Call call, Side side, Value value) {
    for (String name : names(call.place(), side)) {
      add(call, name, side, copies.copy(value));
    }
  }

  @Override
  public synchronized void passEnded(Pass pass) {
    passes.remove(pass);
  }

  @Override
  public synchronized void failed(String doing, Throwable error) {
    if (errors.isEmpty()) {
      Complaints.say("a capture failed " + doing + "; the model goes on", error);
    }
    errors.add(doing + ": " + error);
  }

  private boolean follows(Pass pass) {
    return onlyRoot == null || onlyRoot == pass.root();
  }

  private synchronized void add(Call call, String name, Side side, Value value) {
    activations.add(
        new Activation(
            name,
            call.place().path(),
            call.place().type(),
            passNumber(call.pass()),
            call.number(),
            side,
            value));
  }

  /** A scope may be opened inside of a pass, so its first sign may be any call. */
  private int passNumber(Pass pass) {
    trees.add(pass.tree());
    return passes.computeIfAbsent(pass, unseen -> passCount++);
  }

  /** The names under which one end of a place's calls is captured: none, mostly. */
  private synchronized Set<String> names(Place place, Side side) {
    return namesByPlace
        .computeIfAbsent(place, unseen -> new EnumMap<>(Side.class))
        .computeIfAbsent(side, unseen -> findNames(place, side));
  }

  private Set<String> findNames(Place place, Side side) {
    Set<String> names = new LinkedHashSet<>();
    for (CaptureRequest request : requests) {
      if (request.take().includes(side) && request.selector().matches(place)) {
        names.addAll(request.namesOf(place));
      }
    }
    return names;
  }

  List<CaptureRequest> requests() {
    return requests;
  }

  synchronized List<Activation> activations() {
    return List.copyOf(activations);
  }

  /** Every place of every model that ran. */
  List<Place> places() {
    return trees().stream().flatMap(tree -> tree.places().stream()).toList();
  }

  List<Place> placesOf(CaptureRequest request) {
    return places().stream().filter(request.selector()::matches).toList();
  }

  /** What was asked for and gave nothing, because it cannot be seen. */
  List<Place> opaquePlaces() {
    Set<String> captured = activations().stream().map(Activation::path).collect(Collectors.toSet());
    return places().stream()
        .filter(place -> place.opaque().isPresent())
        .filter(place -> !captured.contains(place.path().toString()))
        .filter(place -> requests.stream().anyMatch(request -> request.selector().matches(place)))
        .toList();
  }

  /** A part of a sentence that says which passes are followed. */
  String boundTo() {
    return onlyRoot == null
        ? ""
        : ", and only passes whose root is the "
            + onlyRoot.getClass().getSimpleName()
            + " it is bound to";
  }

  synchronized List<BlockTree> trees() {
    return List.copyOf(trees);
  }

  synchronized int passCount() {
    return passCount;
  }

  synchronized List<String> errors() {
    return List.copyOf(errors);
  }

  /** Releases every array. */
  @Override
  public void close() {
    copies.close();
  }
}
