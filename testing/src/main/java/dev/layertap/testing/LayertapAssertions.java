// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import ai.djl.ndarray.NDArray;
import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.ModelTree;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactory;
import org.jspecify.annotations.Nullable;

/**
 * The way in: assertions on what happens inside of a model.
 *
 * <pre>{@code
 * try (CaptureScope scope = Layertap.open("comp=layer3.0.downsample.1", "fc")) {
 *   predictor.predict(image);
 *   assertThat(scope).ranWithoutInternalErrors().hasNoNonFinite();
 *   assertThat(scope).activation("comp").hasShape(1, 256, 14, 14).ranBefore("fc");
 * }
 * }</pre>
 *
 * <p>It can be imported beside AssertJ's own {@code Assertions.assertThat}.
 */
public class LayertapAssertions {
  /** An axis of any length, for {@code hasShape}. */
  public static final long ANY = AbstractArrayAssert.ANY;

  /** For {@code asInstanceOf}: goes on with a scope. */
  public static final InstanceOfAssertFactory<CaptureScope, CaptureScopeAssert> CAPTURE_SCOPE =
      new InstanceOfAssertFactory<>(CaptureScope.class, LayertapAssertions::assertThat);

  /** For {@code asInstanceOf}: goes on with an activation. */
  public static final InstanceOfAssertFactory<Activation, ActivationAssert> ACTIVATION =
      new InstanceOfAssertFactory<>(Activation.class, LayertapAssertions::assertThat);

  /** For {@code asInstanceOf}: goes on with activations, what {@code scope.all(name)} returns. */
  @SuppressWarnings({"rawtypes", "unchecked"}) // as AssertJ's own LIST: classes know no parameters
  public static final InstanceOfAssertFactory<List, ActivationsAssert> ACTIVATIONS =
      new InstanceOfAssertFactory<>(
          List.class, list -> LayertapAssertions.assertThat((List<Activation>) list));

  /** For {@code asInstanceOf}: goes on with an array. */
  public static final InstanceOfAssertFactory<NDArray, NDArrayAssert> ND_ARRAY =
      new InstanceOfAssertFactory<>(NDArray.class, LayertapAssertions::assertThat);

  /** For {@code asInstanceOf}: goes on with a model's tree. */
  public static final InstanceOfAssertFactory<ModelTree, ModelTreeAssert> MODEL_TREE =
      new InstanceOfAssertFactory<>(ModelTree.class, LayertapAssertions::assertThat);

  /** For {@code asInstanceOf}: goes on with one block or module of a model. */
  public static final InstanceOfAssertFactory<ModelTree.Node, ModelNodeAssert> MODEL_NODE =
      new InstanceOfAssertFactory<>(ModelTree.Node.class, LayertapAssertions::assertThat);

  /** For classes that add assertions of their own. */
  protected LayertapAssertions() {}

  /**
   * Begins assertions on a scope.
   *
   * @param actual the scope, not yet closed
   * @return the assertions
   */
  public static CaptureScopeAssert assertThat(@Nullable CaptureScope actual) {
    return Navigation.OF_ASSERTJ.scope(actual);
  }

  /**
   * Begins assertions on an activation.
   *
   * @param actual the activation
   * @return the assertions
   */
  public static ActivationAssert assertThat(@Nullable Activation actual) {
    return Navigation.OF_ASSERTJ.activation(actual);
  }

  /**
   * Begins assertions on all activations of a name.
   *
   * @param actual what {@link CaptureScope#all(String)} returns
   * @return the assertions
   */
  public static ActivationsAssert assertThat(@Nullable List<Activation> actual) {
    return Navigation.OF_ASSERTJ.activations(actual);
  }

  /**
   * Begins assertions on an array.
   *
   * @param actual the array
   * @return the assertions
   */
  public static NDArrayAssert assertThat(@Nullable NDArray actual) {
    return Navigation.OF_ASSERTJ.array(actual);
  }

  /**
   * Begins assertions on what a model is made of.
   *
   * @param actual what {@code Layertap.tree(model)} returns
   * @return the assertions
   */
  public static ModelTreeAssert assertThat(@Nullable ModelTree actual) {
    return Navigation.OF_ASSERTJ.tree(actual);
  }

  /**
   * Begins assertions on one block or module of a model.
   *
   * @param actual one of what {@code Layertap.tree(model).nodes()} returns
   * @return the assertions
   */
  public static ModelNodeAssert assertThat(ModelTree.@Nullable Node actual) {
    return Navigation.OF_ASSERTJ.node(actual);
  }
}
