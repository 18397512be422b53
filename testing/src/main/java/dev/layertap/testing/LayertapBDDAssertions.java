// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import ai.djl.ndarray.NDArray;
import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.ModelTree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link LayertapAssertions} in the words of behaviour-driven development, as AssertJ's {@code
 * BDDAssertions}.
 *
 * <pre>{@code
 * then(scope).activation("comp").hasShape(1, 256, 14, 14);
 * }</pre>
 */
public class LayertapBDDAssertions {
  /** For classes that add assertions of their own. */
  protected LayertapBDDAssertions() {}

  /**
   * Begins assertions on a scope.
   *
   * @param actual the scope, not yet closed
   * @return the assertions
   */
  public static CaptureScopeAssert then(@Nullable CaptureScope actual) {
    return LayertapAssertions.assertThat(actual);
  }

  /**
   * Begins assertions on an activation.
   *
   * @param actual the activation
   * @return the assertions
   */
  public static ActivationAssert then(@Nullable Activation actual) {
    return LayertapAssertions.assertThat(actual);
  }

  /**
   * Begins assertions on all activations of a name.
   *
   * @param actual what {@link CaptureScope#all(String)} returns
   * @return the assertions
   */
  public static ActivationsAssert then(@Nullable List<Activation> actual) {
    return LayertapAssertions.assertThat(actual);
  }

  /**
   * Begins assertions on an array.
   *
   * @param actual the array
   * @return the assertions
   */
  public static NDArrayAssert then(@Nullable NDArray actual) {
    return LayertapAssertions.assertThat(actual);
  }

  /**
   * Begins assertions on what a model is made of.
   *
   * @param actual what {@code Layertap.tree(model)} returns
   * @return the assertions
   */
  public static ModelTreeAssert then(@Nullable ModelTree actual) {
    return LayertapAssertions.assertThat(actual);
  }

  /**
   * Begins assertions on one block or module of a model.
   *
   * @param actual one of what {@code Layertap.tree(model).nodes()} returns
   * @return the assertions
   */
  public static ModelNodeAssert then(ModelTree.@Nullable Node actual) {
    return LayertapAssertions.assertThat(actual);
  }
}
