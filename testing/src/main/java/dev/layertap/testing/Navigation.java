// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import ai.djl.ndarray.NDArray;
import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.ModelTree;
import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.InstanceOfAssertFactory;
import org.assertj.core.api.SoftAssertionsProvider;
import org.jspecify.annotations.Nullable;

/**
 * The way from assertions on one thing to assertions on another: soft ones lead to soft ones.
 *
 * <p>AssertJ's soft proxies follow its own navigation methods only, and of other methods that fail
 * they return null. So ours are final, which keeps proxies out of them, and go one of two ways:
 * through the soft assertions that they began with, or, where AssertJ itself led to them, through
 * its {@code asInstanceOf}, which a proxy answers with a proxy. What is not there is recorded
 * softly too, and the way leads to assertions on nothing.
 */
final class Navigation {
  static final Navigation OF_ASSERTJ = new Navigation(null, null);

  private final @Nullable SoftAssertionsProvider soft;

  /** What the way began with: unlike what it leads to, it is never about nothing. */
  private final @Nullable AbstractAssert<?, ?> origin;

  private Navigation(@Nullable SoftAssertionsProvider soft, @Nullable AbstractAssert<?, ?> origin) {
    this.soft = soft;
    this.origin = origin;
  }

  static Navigation soft(SoftAssertionsProvider soft) {
    return new Navigation(soft, null);
  }

  private Navigation from(AbstractAssert<?, ?> from) {
    return soft == null && origin == null ? new Navigation(null, from) : this;
  }

  ActivationAssert activation(@Nullable Activation actual) {
    ActivationAssert made =
        soft == null
            ? new ActivationAssert(actual)
            : soft.proxy(ActivationAssert.class, Activation.class, nullable(actual));
    return made.in(null, this);
  }

  ActivationAssert activation(
      AbstractAssert<?, ?> from, @Nullable CaptureScope scope, @Nullable Activation actual) {
    ActivationAssert made =
        soft == null ? ledFrom(from, new ActivationAssert(actual)) : activation(actual);
    return keepState(from, made).in(scope, from(from));
  }

  ActivationsAssert activations(@Nullable List<? extends Activation> actual) {
    if (soft == null || actual == null) {
      return activationsAssert(actual);
    }
    return activationsAssert(new KnownActivations(actual, null, this));
  }

  ActivationsAssert activations(
      AbstractAssert<?, ?> from,
      @Nullable CaptureScope scope,
      @Nullable List<? extends Activation> actual) {
    Navigation way = from(from);
    var known = actual == null ? null : new KnownActivations(actual, scope, way);
    ActivationsAssert made =
        soft == null ? ledFrom(from, new ActivationsAssert(known)) : activationsAssert(known);
    return keepState(from, made).in(scope, way);
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

  NDArrayAssert array(AbstractAssert<?, ?> from, @Nullable NDArray actual) {
    return keepState(from, soft == null ? ledFrom(from, new NDArrayAssert(actual)) : array(actual));
  }

  ModelNodeAssert node(ModelTree.@Nullable Node actual) {
    return soft == null
        ? new ModelNodeAssert(actual)
        : soft.proxy(ModelNodeAssert.class, ModelTree.Node.class, nullable(actual));
  }

  ModelNodeAssert node(AbstractAssert<?, ?> from, ModelTree.@Nullable Node actual) {
    return keepState(
        from, soft == null ? ledFrom(from, new ModelNodeAssert(actual)) : node(actual));
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

  /** Fails; if the assertions are soft the failure is recorded, and they go on. */
  void miss(AbstractAssert<?, ?> from, AssertionError why) {
    if (soft == null) {
      (origin == null ? from : origin)
          .isInstanceOfSatisfying(
              Object.class,
              actual -> {
                throw why;
              });
    } else {
      soft.collectAssertionError(why);
    }
  }

  private <A extends AbstractAssert<?, ?>> A ledFrom(AbstractAssert<?, ?> from, A assertions) {
    return (origin == null ? from : origin)
        .asInstanceOf(new InstanceOfAssertFactory<>(Object.class, actual -> assertions));
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
