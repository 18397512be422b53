// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

/**
 * A capture that cannot give what was asked of it: its selector matches nothing, its place never
 * ran, its name is unknown or not unique. The message names what there is.
 */
public final class LayertapException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LayertapException(String message) {
    super(message);
  }
}
