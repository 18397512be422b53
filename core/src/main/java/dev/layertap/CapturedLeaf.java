// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

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
  private final Value value;
  private Optional<Statistics> statistics = Optional.empty();
  private boolean isCounted;

  CapturedLeaf(String key, Activation activation, Value value) {
    this.key = key;
    this.activation = activation;
    this.value = value;
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
    return value;
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
    if (value instanceof Value.Summary summary) {
      return Optional.of(summary.statistics());
    }
    try {
      return value instanceof Value.Tensor tensor
          ? Optional.of(Statistics.of(tensor.array()))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // of texts, and of complex numbers
    }
  }
}
