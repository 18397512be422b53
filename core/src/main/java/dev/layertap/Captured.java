// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import dev.layertap.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a scope has captured when it is handed over: read by one thread at a time, until the scope
 * is closed. Unlike the scope itself it fails for nothing that is missing, but says so.
 */
public final class Captured {
  private final Recorder recorder;
  private final Readings readings;
  private final List<Activation> activations;
  private @Nullable List<CapturedLeaf> leaves;

  Captured(Recorder recorder, Readings readings) {
    this.recorder = recorder;
    this.readings = readings;
    this.activations = recorder.activations();
  }

  /**
   * Returns the activations.
   *
   * @return those that there are, in order of execution
   */
  public List<Activation> activations() {
    return activations;
  }

  /**
   * Returns every array, and whatever else stands at the ends of the activations' structures.
   *
   * @return the leaves, in order of execution; an array that was kept by reference and is
   *     overwritten by now is opaque
   */
  public synchronized List<CapturedLeaf> leaves() {
    List<CapturedLeaf> found = leaves;
    if (found == null) {
      found = List.copyOf(ActivationKeys.leaves(activations, Captured::value));
      leaves = found;
    }
    return found;
  }

  private static Value value(Activation activation) {
    try {
      activation.check();
      return activation.look(value -> value);
    } catch (LayertapException e) { // it was kept by reference
      return new Value.Opaque(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Says in one line what was captured, what did not run and what matched nothing.
   *
   * @return as {@link CaptureScope#summary()}
   */
  public String summary() {
    return ScopeSummary.of(recorder);
  }

  /**
   * Returns what the arrays hold in memory.
   *
   * @return in bytes
   */
  public long bytes() {
    return recorder.heldBytes();
  }

  /**
   * Returns how long the model waited while activations were copied or reduced.
   *
   * @return in nanoseconds, of all threads together; measured in the passes of a configuration, and
   *     0 in other scopes
   */
  public long keepingNanos() {
    return recorder.keepingNanos();
  }

  /**
   * Returns how often each capture fired.
   *
   * @return the number of activations by capture, as it was asked for; 0 for one that gave nothing
   */
  public Map<String, Integer> counts() {
    return recorder.fired();
  }

  /**
   * Returns the captures that gave nothing.
   *
   * @return as {@link CaptureScope#unfiredCaptures()}
   */
  public List<String> unfiredCaptures() {
    return readings.unfired();
  }

  /**
   * Returns the places that were selected and cannot be seen.
   *
   * @return a line for each, with the reason
   */
  public List<String> opaquePlaces() {
    return recorder.opaquePlaces().stream().map(Readings::described).toList();
  }

  /**
   * Returns what went wrong inside of Layertap, and was kept from the app.
   *
   * @return a line for each error
   */
  public List<String> internalErrors() {
    return recorder.errors();
  }

  /**
   * Returns why captures stopped, if the scope's budget was used up.
   *
   * @return what to select instead; empty if all that was selected could be held
   */
  public Optional<String> overBudget() {
    return recorder.overBudget();
  }
}
