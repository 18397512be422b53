// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a failing assertion says. */
public final class Failures {
  private Failures() {}

  /** The whole message, but for the line break that AssertJ begins it with. */
  public static String of(ThrowingCallable assertion) {
    Throwable thrown = Assertions.catchThrowable(assertion);
    Assertions.assertThat(thrown).isInstanceOf(AssertionError.class);
    return String.valueOf(thrown.getMessage()).strip();
  }
}
