// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import ai.djl.ndarray.NDArray;
import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.ModelTree;
import java.util.List;
import org.assertj.core.api.SoftAssertionsProvider;
import org.jspecify.annotations.Nullable;

/**
 * Soft assertions on what happens inside of a model, for soft assertions of your own:
 *
 * <pre>{@code
 * class OurSoftAssertions extends SoftAssertions implements LayertapSoftAssertionsProvider {}
 * }</pre>
 *
 * <p>Whatever they lead to is soft too, and so is what {@code asInstanceOf} leads to; only what is
 * of another class fails at once there, as ever in AssertJ.
 */
public interface LayertapSoftAssertionsProvider extends SoftAssertionsProvider {
  /**
   * Begins soft assertions on a scope.
   *
   * @param actual the scope, not yet closed
   * @return the assertions; those that they lead to are soft too
   */
  default CaptureScopeAssert assertThat(@Nullable CaptureScope actual) {
    return Navigation.soft(this).scope(actual);
  }

  /**
   * Begins soft assertions on an activation.
   *
   * @param actual the activation
   * @return the assertions
   */
  default ActivationAssert assertThat(@Nullable Activation actual) {
    return Navigation.soft(this).activation(actual);
  }

  /**
   * Begins soft assertions on all activations of a name. It is not called {@code assertThat}: for
   * Java that would be the same method as AssertJ's own for lists.
   *
   * @param actual what {@link CaptureScope#all(String)} returns
   * @return the assertions
   */
  default ActivationsAssert assertThatActivations(@Nullable List<Activation> actual) {
    return Navigation.soft(this).activations(actual);
  }

  /**
   * Begins soft assertions on an array.
   *
   * @param actual the array
   * @return the assertions
   */
  default NDArrayAssert assertThat(@Nullable NDArray actual) {
    return Navigation.soft(this).array(actual);
  }

  /**
   * Begins soft assertions on what a model is made of.
   *
   * @param actual what {@code Layertap.tree(model)} returns
   * @return the assertions
   */
  default ModelTreeAssert assertThat(@Nullable ModelTree actual) {
    return Navigation.soft(this).tree(actual);
  }

  /**
   * Begins soft assertions on one block or module of a model.
   *
   * @param actual one of what {@code Layertap.tree(model).nodes()} returns
   * @return the assertions
   */
  default ModelNodeAssert assertThat(ModelTree.@Nullable Node actual) {
    return Navigation.soft(this).node(actual);
  }
}
