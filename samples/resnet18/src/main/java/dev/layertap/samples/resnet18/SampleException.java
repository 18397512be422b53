// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

/** Something the person at the terminal can put right: its message is all that is printed. */
final class SampleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SampleException(String message) {
    super(message);
  }

  SampleException(String message, Throwable cause) {
    super(message, cause);
  }
}
