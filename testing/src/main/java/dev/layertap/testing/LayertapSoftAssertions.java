// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import java.util.function.Consumer;
import org.assertj.core.api.AbstractSoftAssertions;
import org.assertj.core.api.SoftAssertionsProvider;
import org.assertj.core.api.StandardSoftAssertionsProvider;

/**
 * Assertions that are all made, and reported together: AssertJ's own and Layertap's. AssertJ's
 * {@code SoftAssertionsExtension} injects them into JUnit tests.
 *
 * <pre>{@code
 * LayertapSoftAssertions.assertSoftly(softly -> {
 *   softly.assertThat(scope).activation("conv1").isFinite();
 *   softly.assertThat(scope).activation("fc").hasShape(1, 10);
 * });
 * }</pre>
 */
public class LayertapSoftAssertions extends AbstractSoftAssertions
    implements StandardSoftAssertionsProvider, LayertapSoftAssertionsProvider {
  // Not AssertJ's SoftAssertions: its assertSoftly leaves no room for one of these assertions.

  /** Begins with no failure. */
  public LayertapSoftAssertions() {}

  /**
   * Makes assertions and reports all that failed.
   *
   * @param assertions what to assert
   * @throws AssertionError if one failed, with the messages of all
   */
  public static void assertSoftly(Consumer<LayertapSoftAssertions> assertions) {
    SoftAssertionsProvider.assertSoftly(LayertapSoftAssertions.class, assertions);
  }
}
