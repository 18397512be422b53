// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import static dev.layertap.testing.error.ShouldBeReadable.shouldBeReadable;

import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.LayertapException;
import dev.layertap.annotation.CaptureKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.assertj.core.api.AbstractListAssert;
import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on all activations of one name, in order of execution: AssertJ's own on lists, and
 * those on calls. {@code first()}, {@code last()}, {@code element(1)} and {@code singleElement()}
 * lead to one of them.
 */
public class ActivationsAssert
    extends AbstractListAssert<
        ActivationsAssert, List<? extends Activation>, Activation, ActivationAssert> {
  private Navigation navigation;
  private @Nullable CaptureScope scope;

  /**
   * Makes assertions on activations.
   *
   * @param actual the activations
   */
  public ActivationsAssert(@Nullable List<? extends Activation> actual) {
    super(actual, ActivationsAssert.class);
    navigation = KnownActivations.navigationFrom(actual);
    scope = KnownActivations.scopeOf(actual);
  }

  ActivationsAssert in(@Nullable CaptureScope itsScope, Navigation way) {
    scope = itsScope;
    navigation = way;
    return this;
  }

  /**
   * Verifies how often the place was called, in all passes together.
   *
   * <pre>{@code
   * // passes for a residual block, which runs its ReLU twice, in one pass
   * assertThat(scope).activations("layer1.0.relu").wasCalled(2);
   * // fails
   * assertThat(scope).activations("layer1.0.relu").wasCalled(1);
   * }</pre>
   *
   * @param times how many calls are expected; a call of which input and output were captured is
   *     one, and those that the capture does not keep ({@code Take.outputs().last()}) are none
   * @return this assertion
   * @throws AssertionError if there were more or fewer
   */
  public ActivationsAssert wasCalled(int times) {
    isNotNull();
    CallCount.differs(actual, times).ifPresent(this::throwAssertionError);
    return this;
  }

  /**
   * Verifies that, in each pass, all calls were over before the first of another capture's.
   *
   * <pre>{@code
   * // passes
   * assertThat(scope).activations("**.relu").ranBefore("fc");
   * // fails
   * assertThat(scope).activations("fc").ranBefore("conv1");
   * }</pre>
   *
   * @param name the other capture's name, or the path of a captured place
   * @return this assertion
   * @throws AssertionError if the other one ran first, or not in such a pass
   * @throws IllegalStateException if they were not reached from their scope
   */
  public ActivationsAssert ranBefore(String name) {
    isNotEmpty();
    CaptureScope known = Order.known(scope, "activations", actual.get(0).name());
    return check(() -> Order.before(known, actual, name));
  }

  /**
   * Verifies that, in each pass, all calls were over before the first of an annotated capture's.
   *
   * <pre>{@code
   * // passes
   * assertThat(scope).activations("conv1").ranBefore(NetCaptures.FC);
   * // fails
   * assertThat(scope).activations("fc").ranBefore(NetCaptures.CONV1);
   * }</pre>
   *
   * @param key the other capture's generated key
   * @return this assertion
   * @throws AssertionError if the other one ran first, or not in such a pass
   * @throws IllegalStateException if they were not reached from their scope
   */
  public ActivationsAssert ranBefore(CaptureKey key) {
    return ranBefore(Arguments.given(key, "The key").name());
  }

  /**
   * Verifies that, in each pass, no call was before the last of another capture's.
   *
   * <pre>{@code
   * // passes
   * assertThat(scope).activations("fc").ranAfter("conv1");
   * // fails
   * assertThat(scope).activations("conv1").ranAfter("fc");
   * }</pre>
   *
   * @param name the other capture's name, or the path of a captured place
   * @return this assertion
   * @throws AssertionError if the other one ran later, or not in such a pass
   * @throws IllegalStateException if they were not reached from their scope
   */
  public ActivationsAssert ranAfter(String name) {
    isNotEmpty();
    CaptureScope known = Order.known(scope, "activations", actual.get(0).name());
    return check(() -> Order.after(known, actual, name));
  }

  /**
   * Verifies that, in each pass, no call was before the last of an annotated capture's.
   *
   * <pre>{@code
   * // passes
   * assertThat(scope).activations("fc").ranAfter(NetCaptures.CONV1);
   * // fails
   * assertThat(scope).activations("conv1").ranAfter(NetCaptures.FC);
   * }</pre>
   *
   * @param key the other capture's generated key
   * @return this assertion
   * @throws AssertionError if the other one ran later, or not in such a pass
   * @throws IllegalStateException if they were not reached from their scope
   */
  public ActivationsAssert ranAfter(CaptureKey key) {
    return ranAfter(Arguments.given(key, "The key").name());
  }

  private ActivationsAssert check(Supplier<Optional<ErrorMessageFactory>> reading) {
    try {
      reading.get().ifPresent(this::throwAssertionError);
    } catch (LayertapException e) {
      throwAssertionError(shouldBeReadable(String.valueOf(e.getMessage())));
    }
    return this;
  }

  // AssertJ's own four forget the scope.

  @Override
  public final ActivationAssert first() {
    return one(AbstractListAssert::isNotEmpty, () -> actual.get(0), "first element");
  }

  @Override
  public final ActivationAssert last() {
    return one(AbstractListAssert::isNotEmpty, () -> actual.get(actual.size() - 1), "last element");
  }

  @Override
  public final ActivationAssert element(int index) {
    Arguments.index(index);
    return one(
        all -> all.hasSizeGreaterThan(index), () -> actual.get(index), "element at index " + index);
  }

  @Override
  public final ActivationAssert singleElement() {
    return one(all -> all.hasSize(1), () -> actual.get(0), "single element");
  }

  private ActivationAssert one(
      Consumer<ActivationsAssert> check, Supplier<Activation> element, String what) {
    try {
      // Not of this, which may be soft and not throw.
      check.accept(Navigation.keepState(this, new ActivationsAssert(actual)));
    } catch (AssertionError why) {
      navigation.miss(this, why);
      return navigation.activation(this, scope, null);
    }
    return navigation.activation(this, scope, element.get()).as(navigationDescription(what));
  }

  @Override
  protected ActivationAssert toAssert(Activation value, String description) {
    return navigation.activation(this, scope, value).as(description);
  }

  /** AssertJ would name the class, which for soft assertions is a generated one. */
  @Override
  protected String navigationDescription(String propertyName) {
    String description = descriptionText();
    return (description.isBlank() ? "activations" : description) + " " + propertyName;
  }

  @Override
  protected ActivationsAssert newAbstractIterableAssert(Iterable<? extends Activation> iterable) {
    List<Activation> some = new ArrayList<>();
    iterable.forEach(some::add);
    return new ActivationsAssert(new KnownActivations(some, scope, navigation));
  }
}
