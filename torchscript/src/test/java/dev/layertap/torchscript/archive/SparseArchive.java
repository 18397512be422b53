// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/** Writes stored zips whose large entries are holes of the file: they take no disk. */
final class SparseArchive implements AutoCloseable {
  static final byte[] CONTENT = "small".getBytes(StandardCharsets.UTF_8);

  private static final long MAX = 0xffff_ffffL;

  private final FileChannel file;
  private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
  private long position;
  private long count;

  SparseArchive(Path path) throws IOException {
    file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.SPARSE);
  }

  void small(String name) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(CONTENT);
    entry(name, CONTENT.length, crc.getValue());
    position += file.write(ByteBuffer.wrap(CONTENT), position);
  }

  /** Nobody reads it, so its checksum may be any. */
  void hole(String name, long size) throws IOException {
    entry(name, size, 0);
    position += size;
  }

  private void entry(String name, long size, long crc) throws IOException {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    boolean large = size >= MAX;
    boolean far = position >= MAX;
    ByteBuffer local = buffer(30 + bytes.length + (large ? 20 : 0));
    local.putInt(0x04034b50).putShort((short) 45).putShort((short) 0).putShort((short) 0);
    local.putInt(0).putInt((int) crc);
    local.putInt((int) Math.min(size, MAX)).putInt((int) Math.min(size, MAX));
    local.putShort((short) bytes.length).putShort((short) (large ? 20 : 0)).put(bytes);
    if (large) {
      local.putShort((short) 1).putShort((short) 16).putLong(size).putLong(size);
    }
    int extra = (large ? 16 : 0) + (far ? 8 : 0);
    int extraSize = extra == 0 ? 0 : extra + 4;
    byte[] record = new byte[46 + bytes.length + extraSize];
    ByteBuffer central = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
    central.putInt(0x02014b50).putShort((short) 45).putShort((short) 45).putShort((short) 0);
    central.putShort((short) 0).putInt(0).putInt((int) crc);
    central.putInt((int) Math.min(size, MAX)).putInt((int) Math.min(size, MAX));
    central.putShort((short) bytes.length).putShort((short) extraSize).putShort((short) 0);
    central.putShort((short) 0).putShort((short) 0).putInt(0);
    central.putInt((int) Math.min(position, MAX)).put(bytes);
    if (extra > 0) {
      central.putShort((short) 1).putShort((short) extra);
      if (large) {
        central.putLong(size).putLong(size);
      }
      if (far) {
        central.putLong(position);
      }
    }
    directory.writeBytes(record);
    position += file.write(local.flip(), position);
    count++;
  }

  @Override
  public void close() throws IOException {
    long offset = position;
    position += file.write(ByteBuffer.wrap(directory.toByteArray()), position);
    ByteBuffer end = buffer(56 + 20 + 22);
    end.putInt(0x06064b50).putLong(44).putShort((short) 45).putShort((short) 45).putInt(0);
    end.putInt(0).putLong(count).putLong(count).putLong(directory.size()).putLong(offset);
    end.putInt(0x07064b50).putInt(0).putLong(position).putInt(1);
    short shortCount = (short) Math.min(count, 0xffff);
    end.putInt(0x06054b50).putInt(0).putShort(shortCount).putShort(shortCount);
    end.putInt(directory.size()).putInt((int) Math.min(offset, MAX)).putShort((short) 0);
    file.write(end.flip(), position);
    file.close();
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
