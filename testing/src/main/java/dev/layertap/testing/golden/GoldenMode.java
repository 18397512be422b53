// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.golden;

import org.jspecify.annotations.Nullable;

/** What is done with golden files. */
enum GoldenMode {
  COMPARE,
  UPDATE;

  static final String PROPERTY = "layertap.golden";

  static GoldenMode current() {
    return of(System.getProperty(PROPERTY), System.getenv("CI"));
  }

  /**
   * Reads the mode.
   *
   * @param property what the system property says
   * @param ci what the environment's {@code CI} says: a build server's files are nobody's to commit
   */
  static GoldenMode of(@Nullable String property, @Nullable String ci) {
    if (property == null || property.isBlank() || property.equals("compare")) {
      return COMPARE;
    }
    if (!property.equals("update")) {
      throw new IllegalStateException(
          "-D%s=%s is unknown; it is \"compare\", if nothing is said, or \"update\"."
              .formatted(PROPERTY, property));
    }
    if (ci != null && !ci.isBlank() && !ci.equals("false")) {
      throw new IllegalStateException(
          "-D%s=update is refused, because CI=%s says that this is a build server. Write golden"
                  .formatted(PROPERTY, ci)
              + " files where somebody looks at them, and commit them.");
    }
    return UPDATE;
  }
}
