// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import ai.djl.ndarray.NDArray;
import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.ModelTree;
import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.SoftAssertionsProvider;
import org.jspecify.annotations.Nullable;

/**
 * The way from assertions on one thing to assertions on another: soft ones lead to soft ones.
 *
 * <p>AssertJ's soft proxies follow its own navigation methods only. What is not there is recorded
 * softly too, and the way leads to assertions on nothing.
 */
final class Navigation {
  static final Navigation HARD = new Navigation(null);

  private final @Nullable SoftAssertionsProvider soft;

  private Navigation(@Nullable SoftAssertionsProvider soft) {
    this.soft = soft;
  }

  static Navigation soft(SoftAssertionsProvider soft) {
    return new Navigation(soft);
  }

  ActivationAssert activation(@Nullable CaptureScope scope, @Nullable Activation actual) {
    ActivationAssert made =
        soft == null
            ? new ActivationAssert(actual)
            : soft.proxy(ActivationAssert.class, Activation.class, nullable(actual));
    return made.in(scope, this);
  }

  ActivationsAssert activations(
      @Nullable CaptureScope scope, @Nullable List<? extends Activation> actual) {
    if (actual == null || (soft == null && scope == null)) {
      return activationsAssert(actual);
    }
    return activationsAssert(new KnownActivations(actual, scope, this));
  }

  private ActivationsAssert activationsAssert(@Nullable List<? extends Activation> actual) {
    return soft == null
        ? new ActivationsAssert(actual)
        : soft.proxy(ActivationsAssert.class, List.class, nullable(actual));
  }

  NDArrayAssert array(@Nullable NDArray actual) {
    return soft == null
        ? new NDArrayAssert(actual)
        : soft.proxy(NDArrayAssert.class, NDArray.class, nullable(actual));
  }

  ModelNodeAssert node(ModelTree.@Nullable Node actual) {
    return soft == null
        ? new ModelNodeAssert(actual)
        : soft.proxy(ModelNodeAssert.class, ModelTree.Node.class, nullable(actual));
  }

  CaptureScopeAssert scope(@Nullable CaptureScope actual) {
    CaptureScopeAssert made =
        soft == null
            ? new CaptureScopeAssert(actual)
            : soft.proxy(CaptureScopeAssert.class, CaptureScope.class, nullable(actual));
    return made.by(this);
  }

  ModelTreeAssert tree(@Nullable ModelTree actual) {
    ModelTreeAssert made =
        soft == null
            ? new ModelTreeAssert(actual)
            : soft.proxy(ModelTreeAssert.class, ModelTree.class, nullable(actual));
    return made.by(this);
  }

  ActivationAssert noActivation(AssertionError why) {
    miss(why);
    return activation(null, null);
  }

  ActivationsAssert noActivations(AssertionError why) {
    miss(why);
    return activations(null, null);
  }

  NDArrayAssert noArray(AssertionError why) {
    miss(why);
    return array(null);
  }

  ModelNodeAssert noNode(AssertionError why) {
    miss(why);
    return node(null);
  }

  private void miss(AssertionError why) {
    if (soft == null) {
      throw why;
    }
    soft.collectAssertionError(why);
  }

  /** AssertJ takes null wherever an actual value stands, and does not say so. */
  @SuppressWarnings("NullAway")
  private static <T> T nullable(@Nullable T actual) {
    return actual;
  }

  /** What was said of the first assertion holds for the one that it leads to. */
  static <A extends AbstractAssert<?, ?>> A keepState(AbstractAssert<?, ?> from, A to) {
    var state = from.getWritableAssertionInfo();
    to.getWritableAssertionInfo().description(state.description());
    to.getWritableAssertionInfo().useRepresentation(state.representation());
    if (state.overridingErrorMessage() != null) {
      to.getWritableAssertionInfo().overridingErrorMessage(state.overridingErrorMessage());
    }
    return to;
  }
}
