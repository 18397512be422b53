// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript;

import java.nio.charset.StandardCharsets;

/** Names in code are read one character a byte; those that people see are UTF-8. */
final class Latin1 {
  private Latin1() {}

  static String decode(String bytes) {
    for (int i = 0; i < bytes.length(); i++) {
      if (bytes.charAt(i) >= 0x80) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      }
    }
    return bytes;
  }
}
