// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Opens a scope around each test, from before its {@code @BeforeEach} methods until after its
 * {@code @AfterEach} methods, and attaches the agent if it is not there.
 *
 * <pre>{@code
 * @CaptureActivations({"avgpool", "comp=layer3.0.downsample.1"})
 * class ResNet18Test {
 *   @Test
 *   void thirdStageHalvesTheImage(CaptureScope scope) throws TranslateException {
 *     predictor.predict(image);
 *     assertThat(scope).activation("comp").hasShape(1, 256, 14, 14);
 *   }
 * }
 * }</pre>
 *
 * <p>The scope is a parameter of test, {@code @BeforeEach} and {@code @AfterEach} methods, or a
 * field with {@link InjectCaptureScope}. It follows the test's thread. A test fails if it was
 * successful but a capture gave nothing, and if something went wrong inside of Layertap.
 *
 * <p>Captures of a method, its class and the classes that enclose a {@code @Nested} one add up. Of
 * the other attributes those of the innermost annotation count. As a meta-annotation it makes
 * annotations of your own. On a class it also attaches the agent before the first test, in time for
 * TorchScript models that {@code @BeforeAll} methods load.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(CaptureActivationsExtension.class)
public @interface CaptureActivations {
  /**
   * What to capture.
   *
   * @return selectors, or {@code name=selector}; if there is none, what is annotated with {@link
   *     dev.layertap.annotation.Capture} and what the agent's configuration names
   */
  String[] value() default {};

  /**
   * What to take of the calls that {@link #value()} picks.
   *
   * @return the written form of a {@link dev.layertap.take.Take}, such as {@code both first}; if
   *     empty, all that is returned
   */
  String take() default "";

  /**
   * Whether all threads are followed, and not only the test's. Tests that run in parallel then see
   * each other's passes.
   *
   * @return true to follow all threads
   */
  boolean allThreads() default false;

  /**
   * What the scope may hold.
   *
   * @return the limit in bytes; none if it is not set
   */
  long budget() default Long.MAX_VALUE;

  /**
   * Whether a test fails if it was successful and a capture gave nothing.
   *
   * @return false to let it pass
   */
  boolean failOnUnfired() default true;

  /**
   * Whether a test fails if something went wrong inside of Layertap.
   *
   * @return false to let it pass
   */
  boolean failOnInternalErrors() default true;
}
