// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

/** A configuration that cannot be used. Its message is written for the user. */
public final class ConfigurationException extends Exception {
  private static final long serialVersionUID = 1L;

  ConfigurationException(String message) {
    super(message);
  }
}
