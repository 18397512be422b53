// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import dev.layertap.torchscript.archive.ZipArchive;
import dev.layertap.torchscript.archive.ZipRewriter;
import java.nio.file.Path;
import java.util.Locale;

/** A program that rewrites an archive, as a model is rewritten, and says how long that took. */
public final class RewriteFile {
  private RewriteFile() {}

  /**
   * Rewrites a file once.
   *
   * @param args the archive, and the file to write
   * @throws Exception if that fails
   */
  public static void main(String[] args) throws Exception {
    long start = System.nanoTime();
    try (ZipArchive zip = ZipArchive.open(Path.of(args[0]))) {
      ZipRewriter rewriter = new ZipRewriter(zip);
      rewriter.put("large/code/__torch__/added.py", new byte[100_000]);
      rewriter.write(Path.of(args[1]));
    }
    System.out.printf(Locale.ROOT, "%.3f%n", (System.nanoTime() - start) / 1e6);
  }
}
