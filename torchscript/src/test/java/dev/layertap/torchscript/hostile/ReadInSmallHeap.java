// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.hostile;

import dev.layertap.torchscript.archive.ArchiveException;
import java.io.IOException;
import java.nio.file.Path;

/** Reads and rewrites files one after the other, in a JVM with little memory. */
final class ReadInSmallHeap {
  private ReadInSmallHeap() {}

  public static void main(String[] files) throws IOException {
    for (String file : files) {
      try {
        HostileModel.readAndRewrite(Path.of(file));
        System.out.println("read");
      } catch (ArchiveException e) {
        System.out.println("refused " + e.getMessage());
      }
    }
  }
}
