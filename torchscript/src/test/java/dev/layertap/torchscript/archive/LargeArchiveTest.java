// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.archive;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Archives past the numbers that the first zip format had room for. */
class LargeArchiveTest {
  private static final byte[] CODE = "the new code".getBytes(StandardCharsets.UTF_8);

  private final Path source;
  private final Path target;

  LargeArchiveTest(@TempDir Path folder) {
    this.source = folder.resolve("source.pt");
    this.target = folder.resolve("target.pt");
  }

  /** Rewrites it, and reads the result with the JDK's own reader too. */
  private void rewrite(int entries) throws IOException {
    try (ZipArchive zip = ZipArchive.open(source)) {
      ZipRewriter rewriter = new ZipRewriter(zip);
      rewriter.put("m/code", CODE);
      rewriter.put("m/added", CODE);
      rewriter.write(target);
    }
    try (ZipArchive zip = ZipArchive.open(target);
        ZipFile jdk = new ZipFile(target.toFile())) {
      assertThat(zip.names()).hasSize(entries);
      assertThat(jdk.size()).isEqualTo(entries);
      for (String name : new String[] {"m/code", "m/added"}) {
        assertThat(zip.read(name, 100)).isEqualTo(CODE);
        assertThat(jdk.getInputStream(jdk.getEntry(name)).readAllBytes()).isEqualTo(CODE);
      }
      assertThat(zip.read("m/last", 100)).isEqualTo(SparseArchive.CONTENT);
      assertThat(jdk.getInputStream(jdk.getEntry("m/last")).readAllBytes())
          .isEqualTo(SparseArchive.CONTENT);
    }
  }

  @Test
  void moreEntriesThanTheFirstFormatCounts() throws IOException {
    try (SparseArchive archive = new SparseArchive(source)) {
      archive.small("m/code");
      for (int i = 0; i < 70_000; i++) {
        archive.small("m/" + i);
      }
      archive.small("m/last");
    }
    rewrite(70_003);
  }

  @Test
  void aFileOfMoreThanTwoGigabytes() throws IOException {
    long size = (2L << 30) + 5;
    assumeTrue(Files.getFileStore(source.getParent()).getUsableSpace() > 3 * size, "no disk");
    try (SparseArchive archive = new SparseArchive(source)) {
      archive.small("m/code");
      archive.hole("m/tensor", size);
      archive.small("m/last");
    }
    rewrite(4);
    try (ZipArchive zip = ZipArchive.open(target)) {
      assertThat(zip.size("m/tensor")).isEqualTo(size);
    }
  }

  /** Writes four gigabytes, which takes ten seconds or more. */
  @Test
  @EnabledIfSystemProperty(named = "layertap.test.large", matches = "true")
  void anEntryAndPlacesPastFourGigabytes() throws IOException {
    long size = (4L << 30) + 5;
    assumeTrue(Files.getFileStore(source.getParent()).getUsableSpace() > 3 * size, "no disk");
    try (SparseArchive archive = new SparseArchive(source)) {
      archive.small("m/code");
      archive.hole("m/tensor", size);
      archive.small("m/last");
    }
    rewrite(4);
    try (ZipArchive zip = ZipArchive.open(target)) {
      assertThat(zip.size("m/tensor")).isEqualTo(size);
      assertThat(requireNonNull(zip.entries().get("m/last")).offset()).isGreaterThan(size);
      assertThat(requireNonNull(zip.entries().get("m/added")).offset()).isGreaterThan(size);
    }
  }
}
