// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

/** A configuration that cannot be used. Its message is written for the user. */
public final class ConfigurationException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Whether the user wants it to be fatal. */
  private final boolean strict;

  ConfigurationException(String message) {
    this(message, false);
  }

  ConfigurationException(String message, boolean strict) {
    super(message);
    this.strict = strict;
  }

  /**
   * Returns whether the user wants this to be fatal.
   *
   * @return true if {@code strict=true} could be read beside the mistake
   */
  public boolean isStrict() {
    return strict;
  }
}
