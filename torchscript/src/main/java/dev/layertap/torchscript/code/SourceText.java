// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.code;

import dev.layertap.torchscript.archive.ArchiveException;

/**
 * The text of one code file. Each character is one byte of the file, so that what is not rewritten
 * stays byte for byte, whatever its encoding.
 *
 * @param where the archive and entry, for messages
 * @param text the characters
 */
public record SourceText(String where, String text) {

  ArchiveException error(int offset, String expected, String found) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < offset && i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new ArchiveException(
        "%s, line %d, column %d: expected %s, found %s. If PyTorch loads the file, please report this line."
            .formatted(where, line, offset - lineStart + 1, expected, found));
  }
}
