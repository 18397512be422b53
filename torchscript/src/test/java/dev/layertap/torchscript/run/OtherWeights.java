// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Trains a model, as far as its file can tell. */
final class OtherWeights {
  private OtherWeights() {}

  /**
   * Writes the archive anew, its entries stored; other bytes in its tensors, if they shall change.
   */
  static void write(Path model, int change) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipFile from = new ZipFile(model.toFile());
        ZipOutputStream to = new ZipOutputStream(bytes)) {
      List<? extends ZipEntry> entries = from.stream().toList();
      for (ZipEntry entry : entries) {
        byte[] content = from.getInputStream(entry).readAllBytes();
        if (entry.getName().contains("/data/") && content.length > 0) {
          content[0] ^= (byte) change;
        }
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry stored = new ZipEntry(entry.getName());
        stored.setMethod(ZipEntry.STORED);
        stored.setSize(content.length);
        stored.setCrc(crc.getValue());
        stored.setTime(0);
        to.putNextEntry(stored);
        to.write(content);
      }
    }
    Files.write(model, bytes.toByteArray());
  }

  /** Changes one element of its last tensor, and nothing of the archive's directory. */
  static void overwriteAByte(Path model) throws IOException {
    byte[] bytes = Files.readAllBytes(model);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int directory = text.indexOf("PK\1\2");
    int header = text.lastIndexOf("/data/", directory);
    int content =
        text.indexOf("PK\3\4", header) < 0 ? directory - 1 : text.indexOf("PK\3\4", header) - 1;
    bytes[content] ^= 1;
    Files.write(model, bytes);
  }
}
