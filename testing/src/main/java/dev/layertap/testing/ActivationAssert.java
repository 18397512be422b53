// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import static dev.layertap.testing.error.ShouldBeReadable.shouldBeReadable;
import static dev.layertap.testing.error.ShouldHaveProperty.shouldHaveProperty;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.annotation.CaptureKey;
import dev.layertap.testing.error.Labels;
import dev.layertap.value.Statistics;
import dev.layertap.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on what a block or module returned in one call, or was given.
 *
 * <p>Those of {@link AbstractArrayAssert} are about its only array, or about the statistics that
 * were kept of it; closeness and equality are about all that it holds, numbers and texts too.
 */
public class ActivationAssert extends AbstractArrayAssert<ActivationAssert, Activation> {
  private Navigation navigation = Navigation.OF_ASSERTJ;
  private @Nullable CaptureScope scope;

  /**
   * Makes assertions on an activation.
   *
   * @param actual the activation
   */
  public ActivationAssert(@Nullable Activation actual) {
    super(actual, ActivationAssert.class);
  }

  ActivationAssert in(@Nullable CaptureScope itsScope, Navigation way) {
    scope = itsScope;
    navigation = way;
    return this;
  }

  /**
   * Verifies where it was captured.
   *
   * <pre>{@code
   * // passes for the capture "comp=layer3.0.downsample.1"
   * assertThat(scope.get("comp")).hasPath("layer3.0.downsample.1");
   * // fails
   * assertThat(scope.get("comp")).hasPath("comp");
   * }</pre>
   *
   * @param expected the path, as PyTorch would write it
   * @return this assertion
   * @throws AssertionError if it was captured elsewhere
   */
  public ActivationAssert hasPath(String expected) {
    isNotNull();
    return actual.path().equals(expected)
        ? this
        : failing(shouldHaveProperty(label(), "path", quoted(expected), quoted(actual.path())));
  }

  /**
   * Verifies what was captured.
   *
   * <pre>{@code
   * // passes for a block of DJL's class Linear
   * assertThat(scope.get("fc")).hasBlockType("Linear");
   * // fails
   * assertThat(scope.get("fc")).hasBlockType("BatchNorm");
   * }</pre>
   *
   * @param expected the simple name of the block's or module's type
   * @return this assertion
   * @throws AssertionError if it has another type
   */
  public ActivationAssert hasBlockType(String expected) {
    isNotNull();
    return actual.blockType().equals(expected)
        ? this
        : failing(
            shouldHaveProperty(label(), "type", quoted(expected), quoted(actual.blockType())));
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  /**
   * Verifies that it ran, in its pass, before every call of another capture of its scope. A block
   * has run when it has returned: an inner one before the block that called it.
   *
   * <pre>{@code
   * // passes
   * assertThat(scope).activation("conv1").ranBefore("fc");
   * // fails
   * assertThat(scope).activation("fc").ranBefore("conv1");
   * }</pre>
   *
   * @param name the other capture's name, or the path of a captured place
   * @return this assertion
   * @throws AssertionError if the other one ran first, or not in that pass
   * @throws IllegalStateException if it was not reached from its scope
   */
  public ActivationAssert ranBefore(String name) {
    isNotNull();
    CaptureScope known = scope();
    return check(read(() -> Order.before(known, List.of(actual), name)));
  }

  /**
   * Verifies that it ran, in its pass, before every call of an annotated capture of its scope.
   *
   * <pre>{@code
   * // passes
   * assertThat(scope).activation("conv1").ranBefore(NetCaptures.FC);
   * // fails
   * assertThat(scope).activation("fc").ranBefore(NetCaptures.CONV1);
   * }</pre>
   *
   * @param key the other capture's generated key
   * @return this assertion
   * @throws AssertionError if the other one ran first, or not in that pass
   * @throws IllegalStateException if it was not reached from its scope
   */
  public ActivationAssert ranBefore(CaptureKey key) {
    return ranBefore(Arguments.given(key, "The key").name());
  }

  /**
   * Verifies that it ran, in its pass, after every call of another capture of its scope.
   *
   * <pre>{@code
   * // passes
   * assertThat(scope).activation("fc").ranAfter("conv1");
   * // fails
   * assertThat(scope).activation("conv1").ranAfter("fc");
   * }</pre>
   *
   * @param name the other capture's name, or the path of a captured place
   * @return this assertion
   * @throws AssertionError if the other one ran later, or not in that pass
   * @throws IllegalStateException if it was not reached from its scope
   */
  public ActivationAssert ranAfter(String name) {
    isNotNull();
    CaptureScope known = scope();
    return check(read(() -> Order.after(known, List.of(actual), name)));
  }

  /**
   * Verifies that it ran, in its pass, after every call of an annotated capture of its scope.
   *
   * <pre>{@code
   * // passes
   * assertThat(scope).activation("fc").ranAfter(NetCaptures.CONV1);
   * // fails
   * assertThat(scope).activation("conv1").ranAfter(NetCaptures.FC);
   * }</pre>
   *
   * @param key the other capture's generated key
   * @return this assertion
   * @throws AssertionError if the other one ran later, or not in that pass
   * @throws IllegalStateException if it was not reached from its scope
   */
  public ActivationAssert ranAfter(CaptureKey key) {
    return ranAfter(Arguments.given(key, "The key").name());
  }

  /**
   * Verifies how often its place was called, in all passes together.
   *
   * <pre>{@code
   * // passes for a residual block, which runs its ReLU twice, in one pass
   * assertThat(scope).activations("layer1.0.relu").first().wasCalled(2);
   * // fails
   * assertThat(scope).activations("layer1.0.relu").first().wasCalled(1);
   * }</pre>
   *
   * @param times how many calls are expected; those that the capture does not keep ({@code
   *     Take.outputs().last()}) are none
   * @return this assertion
   * @throws AssertionError if there were more or fewer
   * @throws IllegalStateException if it was not reached from its scope
   */
  public ActivationAssert wasCalled(int times) {
    isNotNull();
    CaptureScope known = scope();
    return check(read(() -> CallCount.differs(callsOfItsPlace(known), times)));
  }

  private List<Activation> callsOfItsPlace(CaptureScope known) {
    return known.all().stream()
        .filter(one -> one.name().equals(actual.name()) && one.path().equals(actual.path()))
        .toList();
  }

  private CaptureScope scope() {
    return Order.known(scope, "activation", actual.name());
  }

  private ActivationAssert check(Optional<ErrorMessageFactory> failure) {
    return failure.isPresent() ? failing(failure.get()) : this;
  }

  /**
   * Goes on with one of its arrays.
   *
   * <pre>{@code
   * // passes for an LSTM that returns (output, (h, c))
   * assertThat(scope).activation("lstm").element("1/0").hasShape(1, 2, 16);
   * // fails: there are no three elements
   * assertThat(scope).activation("lstm").element("2");
   * }</pre>
   *
   * @param place its place in lists, tuples and dictionaries: {@code 1/0}, {@code 0/boxes}
   * @return assertions on that array
   * @throws AssertionError if there is none
   */
  public final NDArrayAssert element(String place) {
    isNotNull();
    if (actual == null) { // and the assertions are soft
      return navigation.array(this, null);
    }
    try {
      Map<String, Value> leaves = read(() -> actual.value().leaves());
      if (leaves.get(place) instanceof Value.Tensor tensor) {
        return navigation
            .array(this, tensor.array())
            .partOf("/" + place + " of " + Labels.place(actual));
      }
      throw assertionError(
          shouldBeReadable(
              "%s has no array at \"%s\"; there is: %s"
                  .formatted(label(), place, String.join(", ", leaves.keySet()))));
    } catch (AssertionError why) {
      navigation.miss(this, why);
      return navigation.array(this, null);
    }
  }

  @Override
  String label() {
    return read(() -> Labels.of(actual, actual.value().leaves()));
  }

  @Override
  NDArray array() {
    return read(actual::array);
  }

  @Override
  Map<String, Value> leaves() {
    return read(() -> leaves(actual));
  }

  static Map<String, Value> leaves(Activation activation) {
    Map<String, Value> leaves = activation.value().leaves();
    boolean isComparable =
        leaves.values().stream()
            .anyMatch(leaf -> leaf instanceof Value.Tensor || leaf instanceof Value.Scalar);
    return isComparable ? leaves : Map.of("", new Value.Tensor(activation.array()));
  }

  @Override
  Shape shape() {
    return read(actual::shape);
  }

  @Override
  DataType dataType() {
    return read(actual::value) instanceof Value.Summary summary
        ? summary.type()
        : array().getDataType();
  }

  @Override
  Statistics statistics() {
    return read(actual::statistics);
  }

  @Override
  boolean hasElements() {
    return !read(() -> actual.value().arrays()).isEmpty();
  }
}
