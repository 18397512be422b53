// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.run;

/** A mistake in what the configuration says of sinks; its message is written for the user. */
final class SinkConfigurationException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  SinkConfigurationException(String message) {
    super(message);
  }
}
