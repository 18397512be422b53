// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.code;

import java.nio.charset.StandardCharsets;

/** Names in code are read one character a byte; those that people see are UTF-8. */
public final class Latin1 {
  private Latin1() {}

  /**
   * Makes a name readable.
   *
   * @param bytes a name as it stands in the code, one character a byte
   * @return the name
   */
  public static String decode(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
