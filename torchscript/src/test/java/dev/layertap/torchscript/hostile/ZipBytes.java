// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Writes zip files, sound ones and others: every number of a header may be a lie. */
final class ZipBytes {
  /** Where numbers stand in an entry's record of the directory. */
  static final int PACKED_SIZE = 20;

  static final int SIZE = 24;
  static final int EXTRA_LENGTH = 30;
  static final int OFFSET = 42;

  /** Where numbers stand in the end record. */
  static final int END_COUNT = 10;

  static final int END_SIZE = 12;
  static final int END_OFFSET = 16;

  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  final List<Entry> entries = new ArrayList<>();

  /** An entry, as it is written. */
  @SuppressWarnings("ArrayRecordComponent")
  record Entry(
      String name, int method, byte[] packed, long size, long crc, byte[] extra, byte[] content) {}

  /** The entries of a file, in order. */
  static ZipBytes of(Path file) throws IOException {
    ZipBytes zip = new ZipBytes();
    try (ZipFile from = new ZipFile(file.toFile())) {
      for (ZipEntry entry : from.stream().toList()) {
        try (InputStream in = from.getInputStream(entry)) {
          zip.add(entry.getName(), in.readAllBytes());
        }
      }
    }
    return zip;
  }

  ZipBytes add(String name, byte[] content) {
    entries.add(stored(name, content));
    return this;
  }

  ZipBytes add(String name, String content) {
    return add(name, content.getBytes(StandardCharsets.ISO_8859_1));
  }

  static Entry stored(String name, byte[] content) {
    return new Entry(name, STORED, content, content.length, crc(content), new byte[0], content);
  }

  ZipBytes deflated(String name, byte[] content) {
    return deflated(name, content, content.length);
  }

  /** Packs a content, and announces another size. */
  ZipBytes deflated(String name, byte[] content, long size) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(content);
    deflater.finish();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    while (!deflater.finished()) {
      packed.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    entries.add(
        new Entry(name, DEFLATED, packed.toByteArray(), size, crc(content), new byte[0], content));
    return this;
  }

  ZipBytes withExtra(String name, byte[] content, byte[] extra) {
    entries.add(new Entry(name, STORED, content, content.length, crc(content), extra, content));
    return this;
  }

  /** The file's bytes. */
  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream directory = new ByteArrayOutputStream();
    for (Entry entry : entries) {
      byte[] name = entry.name().getBytes(StandardCharsets.ISO_8859_1);
      int offset = out.size();
      byte[] localHeader = new byte[30];
      ByteBuffer local = view(localHeader).putInt(0x04034b50);
      common(local, entry, name.length);
      local.putShort((short) 0);
      out.writeBytes(localHeader);
      out.writeBytes(name);
      out.writeBytes(entry.packed());
      byte[] record = new byte[46];
      ByteBuffer central = view(record).putInt(0x02014b50).putShort((short) 0);
      common(central, entry, name.length);
      central.putShort((short) entry.extra().length);
      central.putInt(OFFSET, offset);
      directory.writeBytes(record);
      directory.writeBytes(name);
      directory.writeBytes(entry.extra());
    }
    int offset = out.size();
    out.writeBytes(directory.toByteArray());
    byte[] endRecord = new byte[22];
    ByteBuffer end = view(endRecord).putInt(0x06054b50).putInt(0);
    end.putShort((short) entries.size()).putShort((short) entries.size());
    end.putInt(directory.size()).putInt(offset);
    out.writeBytes(endRecord);
    return out.toByteArray();
  }

  private static void common(ByteBuffer header, Entry entry, int nameLength) {
    header.putShort((short) 0).putShort((short) 0).putShort((short) entry.method()).putInt(0);
    header.putInt((int) entry.crc()).putInt(entry.packed().length).putInt((int) entry.size());
    header.putShort((short) nameLength);
  }

  /** Where the end record of a file without a comment begins. */
  static int end(byte[] zip) {
    return zip.length - 22;
  }

  /** Where an entry's record in the directory begins. */
  static int record(byte[] zip, int index) {
    ByteBuffer buffer = view(zip);
    int position = buffer.getInt(end(zip) + END_OFFSET);
    for (int i = 0; i < index; i++) {
      position +=
          46 + Short.toUnsignedInt(buffer.getShort(position + 28)) + buffer.getShort(position + 30);
    }
    return position;
  }

  static ByteBuffer view(byte[] zip) {
    return ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
  }

  Path write(Path file) throws IOException {
    return Files.write(file, bytes());
  }

  private static long crc(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    return crc.getValue();
  }
}
