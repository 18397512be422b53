// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import static dev.layertap.testing.error.ShouldBeReadable.shouldBeReadable;
import static dev.layertap.testing.error.ShouldHaveCaptured.shouldHaveCaptured;
import static dev.layertap.testing.error.ShouldHaveCaptured.shouldNotHaveCaptured;
import static dev.layertap.testing.error.ShouldHaveCapturedInOrder.shouldHaveCapturedInOrder;
import static dev.layertap.testing.error.ShouldHaveFired.shouldHaveFired;
import static dev.layertap.testing.error.ShouldHaveRunWithoutInternalErrors.shouldHaveRunWithoutInternalErrors;

import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.LayertapException;
import dev.layertap.annotation.CaptureKey;
import dev.layertap.testing.error.Labels;
import dev.layertap.testing.golden.Golden;
import dev.layertap.testing.golden.GoldenCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/** Assertions on all that a scope has captured, and the way to single activations. */
public class CaptureScopeAssert extends AbstractAssert<CaptureScopeAssert, CaptureScope> {
  private Navigation navigation = Navigation.OF_ASSERTJ;

  /**
   * Makes assertions on a scope.
   *
   * @param actual the scope, not yet closed
   */
  public CaptureScopeAssert(@Nullable CaptureScope actual) {
    super(actual, CaptureScopeAssert.class);
  }

  CaptureScopeAssert by(Navigation way) {
    navigation = way;
    return this;
  }

  private <T> T read(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (LayertapException e) {
      throw assertionError(shouldBeReadable(String.valueOf(e.getMessage())));
    }
  }

  private CaptureScopeAssert failing(ErrorMessageFactory message) {
    throwAssertionError(message);
    return this;
  }

  /**
   * Goes on with the only activation of a name.
   *
   * <pre>{@code
   * // passes
   * assertThat(scope).activation("comp").hasShape(1, 256, 14, 14);
   * // fails: the ReLU ran twice
   * assertThat(scope).activation("layer1.0.relu");
   * }</pre>
   *
   * @param name the capture's name, or the path of a captured place
   * @return assertions on that activation
   * @throws AssertionError if there is none, or more than one
   */
  public final ActivationAssert activation(String name) {
    return onlyOne(() -> actual.get(name));
  }

  /**
   * Goes on with the only activation of an annotated capture.
   *
   * @param key the capture's generated key
   * @return assertions on that activation
   * @throws AssertionError if there is none, or more than one
   */
  public final ActivationAssert activation(CaptureKey key) {
    return onlyOne(() -> actual.get(key));
  }

  private ActivationAssert onlyOne(Supplier<Activation> reading) {
    return navigation.activation(this, actual, found(reading));
  }

  /** Returns null after a soft failure. */
  private <T> @Nullable T found(Supplier<T> reading) {
    isNotNull();
    if (actual == null) {
      return null;
    }
    try {
      return reading.get();
    } catch (LayertapException e) {
      navigation.miss(this, assertionError(shouldBeReadable(String.valueOf(e.getMessage()))));
      return null;
    }
  }

  /**
   * Goes on with all activations of a name.
   *
   * <pre>{@code
   * // passes
   * assertThat(scope).activations("layer1.0.relu").wasCalled(2).last().isFinite();
   * // fails: nothing was captured under that name
   * assertThat(scope).activations("layer9");
   * }</pre>
   *
   * @param name the capture's name, or the path of a captured place
   * @return assertions on the activations, in order of execution
   * @throws AssertionError if there is none
   */
  public final ActivationsAssert activations(String name) {
    return several(() -> actual.all(name));
  }

  /**
   * Goes on with all activations of an annotated capture.
   *
   * @param key the capture's generated key
   * @return assertions on the activations, in order of execution
   * @throws AssertionError if there is none
   */
  public final ActivationsAssert activations(CaptureKey key) {
    return several(() -> actual.all(key));
  }

  private ActivationsAssert several(Supplier<List<Activation>> reading) {
    return navigation.activations(this, actual, found(reading));
  }

  /**
   * Verifies that there are activations of each name.
   *
   * <pre>{@code
   * // passes for the captures "avgpool" and "comp=layer3.0.downsample.1", if both ran
   * assertThat(scope).hasCaptured("avgpool", "comp");
   * // fails
   * assertThat(scope).hasCaptured("maxpool");
   * }</pre>
   *
   * @param names names of captures, or paths of captured places
   * @return this assertion
   * @throws AssertionError if one is missing; the message says why it is
   */
  public CaptureScopeAssert hasCaptured(String... names) {
    isNotNull();
    Arguments.some("hasCaptured", names);
    Set<String> missing = new LinkedHashSet<>();
    for (String name : names) {
      try {
        actual.all(name);
      } catch (LayertapException e) {
        missing.add(String.valueOf(e.getMessage()));
      }
    }
    return missing.isEmpty()
        ? this
        : failing(shouldHaveCaptured(List.copyOf(missing), actual.summary()));
  }

  /**
   * Verifies that there are activations of each annotated capture.
   *
   * <pre>{@code
   * // passes
   * assertThat(scope).hasCaptured(NetCaptures.HEAD, NetCaptures.COMP);
   * // fails
   * assertThat(scope).hasCaptured(NetCaptures.AUX);
   * }</pre>
   *
   * @param first a generated key
   * @param more more of them
   * @return this assertion
   * @throws AssertionError if one is missing; the message says why it is
   */
  public CaptureScopeAssert hasCaptured(CaptureKey first, CaptureKey... more) {
    return hasCaptured(Arguments.names(first, more));
  }

  /**
   * Verifies that there is no activation of any of the names.
   *
   * <pre>{@code
   * // passes if the auxiliary classifier did not run
   * assertThat(scope).hasNotCaptured("aux");
   * // fails
   * assertThat(scope).hasNotCaptured("fc");
   * }</pre>
   *
   * @param names names of captures, or paths of places
   * @return this assertion
   * @throws AssertionError if one was captured, or the scope cannot be read
   */
  public CaptureScopeAssert hasNotCaptured(String... names) {
    isNotNull();
    Arguments.some("hasNotCaptured", names);
    List<String> unwanted = Arrays.asList(names);
    List<String> found =
        read(actual::all).stream()
            .filter(one -> unwanted.contains(one.name()) || unwanted.contains(one.path()))
            .map(Labels::place)
            .toList();
    return found.isEmpty() ? this : failing(shouldNotHaveCaptured(found));
  }

  /**
   * Verifies that there is no activation of any of the annotated captures.
   *
   * <pre>{@code
   * // passes
   * assertThat(scope).hasNotCaptured(NetCaptures.AUX);
   * // fails
   * assertThat(scope).hasNotCaptured(NetCaptures.HEAD);
   * }</pre>
   *
   * @param first a generated key
   * @param more more of them
   * @return this assertion
   * @throws AssertionError if one was captured, or the scope cannot be read
   */
  public CaptureScopeAssert hasNotCaptured(CaptureKey first, CaptureKey... more) {
    return hasNotCaptured(Arguments.names(first, more));
  }

  /**
   * Verifies the names of all calls, in order of execution: a name stands there as often as it was
   * called, and an inner block before the one that called it.
   *
   * <pre>{@code
   * // passes for a block that runs its ReLU twice
   * assertThat(scope).hasCapturedExactlyInOrder("conv1", "relu", "conv2", "relu");
   * // fails
   * assertThat(scope).hasCapturedExactlyInOrder("conv1", "conv2", "relu");
   * }</pre>
   *
   * @param names a name for each call, of all passes
   * @return this assertion
   * @throws AssertionError if other places ran, or in another order
   */
  public CaptureScopeAssert hasCapturedExactlyInOrder(String... names) {
    isNotNull();
    Arguments.given(names, "The names for hasCapturedExactlyInOrder");
    Set<String> seen = new LinkedHashSet<>();
    List<String> found = new ArrayList<>();
    for (Activation one : read(actual::all)) {
      String call = one.name() + "\n" + one.path() + "\n" + one.pass() + "\n" + one.call();
      if (seen.add(call)) {
        found.add(one.name());
      }
    }
    List<String> expected = List.of(names);
    return found.equals(expected) ? this : failing(shouldHaveCapturedInOrder(found, expected));
  }

  /**
   * Verifies the names of all calls, in order of execution, by the keys of annotated captures.
   *
   * <pre>{@code
   * // passes
   * assertThat(scope).hasCapturedExactlyInOrder(NetCaptures.COMP, NetCaptures.HEAD);
   * // fails
   * assertThat(scope).hasCapturedExactlyInOrder(NetCaptures.HEAD);
   * }</pre>
   *
   * @param first a generated key
   * @param more more of them
   * @return this assertion
   * @throws AssertionError if other places ran, or in another order
   */
  public CaptureScopeAssert hasCapturedExactlyInOrder(CaptureKey first, CaptureKey... more) {
    return hasCapturedExactlyInOrder(Arguments.names(first, more));
  }

  /**
   * Verifies that nothing that was captured is NaN or infinite. The message names the block that
   * began it, and not those that passed it on: of what was captured the first in order of
   * execution, and if inputs were captured ({@code Take.both()}) what is known of them.
   *
   * <pre>{@code
   * // passes for a healthy model
   * assertThat(scope).hasNoNonFinite();
   * // fails if the second block divides by zero, and names it, and not the third
   * assertThat(scope).hasNoNonFinite();
   * }</pre>
   *
   * @return this assertion
   * @throws AssertionError if a value is not finite
   */
  public CaptureScopeAssert hasNoNonFinite() {
    isNotNull();
    List<Activation> all = read(actual::all);
    return NonFinite.beginsIn(all).map(this::failing).orElse(this);
  }

  /**
   * Verifies that nothing went wrong inside of Layertap. Such an error never reaches the model, but
   * something may be missing of what was captured.
   *
   * <pre>{@code
   * // passes
   * assertThat(scope).ranWithoutInternalErrors();
   * // fails for the capture "slice(1, 0, 16)" of a value that has no axis 1
   * assertThat(scope).ranWithoutInternalErrors();
   * }</pre>
   *
   * @return this assertion
   * @throws AssertionError if there were errors
   */
  public CaptureScopeAssert ranWithoutInternalErrors() {
    isNotNull();
    List<String> errors = actual.internalErrors();
    return errors.isEmpty() ? this : failing(shouldHaveRunWithoutInternalErrors(errors));
  }

  /**
   * Verifies that every capture has an activation.
   *
   * <pre>{@code
   * // passes for the captures "conv1" and "fc", if both ran
   * assertThat(scope).hasOnlyFiredCaptures();
   * // fails for the capture "aux", if the auxiliary classifier did not run
   * assertThat(scope).hasOnlyFiredCaptures();
   * }</pre>
   *
   * @return this assertion
   * @throws AssertionError if one has none; the message says why
   */
  public CaptureScopeAssert hasOnlyFiredCaptures() {
    isNotNull();
    List<String> unfired = actual.unfiredCaptures();
    return unfired.isEmpty() ? this : failing(shouldHaveFired(unfired));
  }

  /**
   * Verifies that all that was captured is what a golden file in {@code src/test/resources/golden}
   * holds, within the tolerances of {@link Golden#of}.
   *
   * <pre>{@code
   * // passes if nothing has changed; -Dlayertap.golden=update writes the file
   * assertThat(scope).matchesGolden("resnet18");
   * // fails if a weight has changed, and names the first place in order of execution
   * assertThat(scope).matchesGolden("resnet18");
   * }</pre>
   *
   * @param name the file's name without its ending
   * @return this assertion
   * @throws AssertionError if a value differs, or is missing on either side, or there is no file
   */
  public CaptureScopeAssert matchesGolden(String name) {
    return matchesGolden(Golden.of(name));
  }

  /**
   * Verifies that all that was captured is what a golden file holds.
   *
   * <pre>{@code
   * // passes if nothing has changed by more than that
   * assertThat(scope).matchesGolden(Golden.of("resnet18").within(Tolerance.relative(1e-4)));
   * // fails if a weight has changed, and names the first place in order of execution
   * assertThat(scope).matchesGolden(Golden.of("resnet18").within(Tolerance.relative(1e-4)));
   * }</pre>
   *
   * @param golden which file, and what is close enough
   * @return this assertion
   * @throws AssertionError if a value differs, or is missing on either side, or there is no file
   * @throws IllegalStateException if the file shall be written and must not be
   */
  public CaptureScopeAssert matchesGolden(Golden golden) {
    isNotNull();
    hasOnlyFiredCaptures();
    return read(() -> GoldenCheck.of(golden, actual)).map(this::failing).orElse(this);
  }
}
