// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Rewriting an archive of a gigabyte in a JVM of 300 MB, against {@code cp}. The archive is in the
 * page cache for both; what was written is deleted, and the disk is left to finish, before the
 * next.
 */
final class RewriteCase implements Case {
  private static final int TENSORS = 16;
  private static final int TENSOR_BYTES = 64 << 20;
  private static final int ROUNDS = 10;

  @Override
  public String name() {
    return "torchscript.rewrite";
  }

  @Override
  public List<Figure> measure() throws Exception {
    Path folder = Files.createTempDirectory("rewrite-benchmark");
    Path archive = folder.resolve("large.pt");
    Path target = folder.resolve("target.pt");
    try {
      write(archive);
      double[] ratios = new double[ROUNDS];
      cp(archive, target);
      rewrite(archive, target);
      for (int i = 0; i < ROUNDS; i++) {
        boolean cpFirst = i % 2 == 0;
        double first = cpFirst ? cp(archive, target) : rewrite(archive, target);
        double second = cpFirst ? rewrite(archive, target) : cp(archive, target);
        ratios[i] = cpFirst ? second / first : first / second;
      }
      return List.of(
          Figure.of(
              "torchscript.rewrite",
              "rewriting an archive of 1 GB with 300 MB of heap, against cp",
              Estimate.of(ratios),
              "x",
              1.3,
              ROUNDS));
    } finally {
      Files.deleteIfExists(target);
      Files.deleteIfExists(archive);
      Files.delete(folder);
    }
  }

  private static double rewrite(Path archive, Path target) throws Exception {
    settle(target);
    return ChildRun.of(
        RewriteFile.class, List.of("-Xmx300m"), archive.toString(), target.toString());
  }

  private static double cp(Path archive, Path target) throws Exception {
    settle(target);
    long start = System.nanoTime();
    run("cp", archive.toString(), target.toString());
    return (System.nanoTime() - start) / 1e6;
  }

  private static void settle(Path target) throws Exception {
    Files.deleteIfExists(target);
    run("sync");
  }

  private static void run(String... command) throws Exception {
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IllegalStateException("%s ended with %d".formatted(List.of(command), status));
    }
  }

  private static void write(Path archive) throws IOException {
    byte[] tensor = new byte[TENSOR_BYTES];
    new Random(0).nextBytes(tensor);
    CRC32 crc = new CRC32();
    crc.update(tensor);
    try (OutputStream file = Files.newOutputStream(archive);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      for (int i = 0; i < TENSORS; i++) {
        ZipEntry entry = new ZipEntry("large/data/" + i);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(tensor.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(tensor);
      }
    }
  }
}
