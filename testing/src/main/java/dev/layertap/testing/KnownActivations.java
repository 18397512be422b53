// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Activations of which it is known where they are from, and how to go on from them.
 *
 * <p>AssertJ's soft proxies make new assertions of whatever {@code filteredOn} and its like return,
 * and keep nothing but the list.
 */
final class KnownActivations extends AbstractList<Activation> {
  private final List<Activation> activations;
  private final @Nullable CaptureScope scope;
  private final Navigation navigation;

  KnownActivations(
      List<? extends Activation> activations, @Nullable CaptureScope scope, Navigation navigation) {
    this.activations = new ArrayList<>(activations);
    this.scope = scope;
    this.navigation = navigation;
  }

  static @Nullable CaptureScope scopeOf(@Nullable List<?> activations) {
    return activations instanceof KnownActivations known ? known.scope : null;
  }

  static Navigation navigationFrom(@Nullable List<?> activations) {
    return activations instanceof KnownActivations known ? known.navigation : Navigation.OF_ASSERTJ;
  }

  @Override
  public Activation get(int index) {
    return activations.get(index);
  }

  @Override
  public int size() {
    return activations.size();
  }
}
