// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import static java.util.Objects.requireNonNull;

import dev.layertap.value.Statistics;
import dev.layertap.value.Value;
import java.util.Optional;

/**
 * One end of an activation's structure: its array, where it has no other structure, or one of those
 * in a list, tuple or dictionary.
 */
public final class CapturedLeaf {
  private final String key;
  private final Activation activation;
  private final String step;
  private final Value seen;
  private Optional<Statistics> statistics = Optional.empty();
  private boolean isCounted;

  /**
   * Makes a leaf.
   *
   * @param step where it stands in the activation's structure
   * @param seen what stands there; its array, if it is one, may not be the one that users get
   */
  CapturedLeaf(String key, Activation activation, String step, Value seen) {
    this.key = key;
    this.activation = activation;
    this.step = step;
    this.seen = seen;
  }

  /**
   * Returns the key that {@link CaptureScope#save} would write it under.
   *
   * @return such as {@code layer3.0#0@12}
   */
  public String key() {
    return key;
  }

  /**
   * Returns what it belongs to.
   *
   * @return the activation, for its name, path, call and type
   */
  public Activation activation() {
    return activation;
  }

  /**
   * Returns what stands here.
   *
   * @return a tensor, a summary, a scalar, none, or what is opaque with its reason
   */
  public Value value() {
    return seen instanceof Value.Tensor ? activation.leaf(step) : seen;
  }

  /**
   * Returns numbers about it, worked out when they are first asked for.
   *
   * @return the statistics of an array, or those that were kept in its place; empty for all else
   */
  public synchronized Optional<Statistics> statistics() {
    if (!isCounted) {
      statistics = find();
      isCounted = true;
    }
    return statistics;
  }

  private Optional<Statistics> find() {
    if (seen instanceof Value.Summary summary) {
      return Optional.of(summary.statistics());
    }
    try {
      return seen instanceof Value.Tensor
          ? Optional.of(activation.look(this::statisticsOf))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // of texts, and of complex numbers
    }
  }

  private Statistics statisticsOf(Value whole) {
    return Statistics.of(((Value.Tensor) requireNonNull(whole.leaves().get(step))).array());
  }
}
