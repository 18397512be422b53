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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * Writes a zip again with some entries replaced, added or left out.
 *
 * <p>The original's bytes are copied as they are, so tensors keep their alignment and are never
 * packed anew; the new entries and a new directory follow. What was replaced stays behind as bytes
 * that no directory names, a few kilobytes of code.
 */
public final class ZipRewriter {
  private final ZipArchive source;
  private final Map<String, byte[]> changes = new TreeMap<>();
  private final Set<String> removed = new java.util.HashSet<>();

  /**
   * Makes a rewriter that changes nothing yet.
   *
   * @param source the archive to start from
   */
  public ZipRewriter(ZipArchive source) {
    this.source = source;
  }

  /**
   * Replaces an entry's content, or adds an entry.
   *
   * @param name the entry's name
   * @param content its new content, stored without packing so that the bytes are the same on every
   *     machine
   */
  public void put(String name, byte[] content) {
    changes.put(name, content);
  }

  /**
   * Leaves an entry out, if it is there.
   *
   * @param name the entry's name
   */
  public void remove(String name) {
    removed.add(name);
  }

  /**
   * Writes the new file.
   *
   * @param target a file to create or overwrite
   * @throws IOException when writing fails; the target may then be incomplete
   */
  public void write(Path target) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            target,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      long position = copy(out, source.directory().offset());
      Map<String, ZipRecord> added = new LinkedHashMap<>();
      for (Map.Entry<String, byte[]> change : changes.entrySet()) {
        ZipRecord entry = new ZipRecord(change.getKey(), change.getValue(), position);
        position += write(out, entry.local());
        position += write(out, ByteBuffer.wrap(change.getValue()));
        added.put(change.getKey(), entry);
      }
      writeDirectory(out, position, added);
    }
  }

  private long copy(FileChannel out, long length) throws IOException {
    long done = 0;
    while (done < length) {
      long step = source.channel().transferTo(done, length - done, out);
      if (step <= 0) {
        throw new ArchiveException(
            source.file()
                + " became shorter while it was copied. Load it again when it is written.");
      }
      done += step;
    }
    return done;
  }

  private void writeDirectory(FileChannel out, long offset, Map<String, ZipRecord> added)
      throws IOException {
    ByteArrayOutputStream directory = new ByteArrayOutputStream();
    Map<String, ZipRecord> left = new LinkedHashMap<>(added);
    long count = 0;
    // The order stays: libtorch takes the archive's name from the first entry.
    for (ZipEntryHeader entry : source.entries().values()) {
      ZipRecord replacement = left.remove(entry.name());
      if (replacement != null) {
        directory.write(replacement.central());
      } else if (removed.contains(entry.name())) {
        continue;
      } else {
        byte[] record = new byte[entry.record().capacity()];
        entry.record().get(0, record);
        directory.write(record);
      }
      count++;
    }
    for (ZipRecord entry : left.values()) {
      directory.write(entry.central());
      count++;
    }
    long size = write(out, ByteBuffer.wrap(directory.toByteArray()));
    write(out, ZipRecord.end(count, size, offset));
  }

  private static long write(FileChannel out, ByteBuffer bytes) throws IOException {
    long length = bytes.remaining();
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
    return length;
  }

  /** The two headers of a stored entry, and the end of a directory. */
  private static final class ZipRecord {
    private final byte[] name;
    private final long crc;
    private final long size;
    private final long offset;

    ZipRecord(String name, byte[] content, long offset) {
      this.name = name.getBytes(StandardCharsets.ISO_8859_1);
      this.crc = crc(content);
      this.size = content.length;
      this.offset = offset;
    }

    private static long crc(byte[] content) {
      CRC32 crc = new CRC32();
      crc.update(content);
      return crc.getValue();
    }

    ByteBuffer local() {
      ByteBuffer buffer = buffer(ZipFormat.LOCAL_HEADER_SIZE + name.length);
      buffer.putInt(ZipFormat.LOCAL_HEADER);
      common(buffer);
      return buffer.put(name).flip();
    }

    byte[] central() {
      boolean far = offset >= ZipFormat.SEE_ZIP64;
      int extra = far ? 12 : 0;
      byte[] record = new byte[ZipFormat.CENTRAL_HEADER_SIZE + name.length + extra];
      ByteBuffer buffer = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
      buffer.putInt(ZipFormat.CENTRAL_HEADER).putShort((short) version(far));
      common(buffer);
      // The extra field's length stands before the comment's; common() wrote 0 for it.
      buffer.putShort(30, (short) extra);
      buffer.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
      buffer.putInt((int) (far ? ZipFormat.SEE_ZIP64 : offset)).put(name);
      if (far) {
        buffer.putShort((short) ZipFormat.ZIP64_EXTRA).putShort((short) 8).putLong(offset);
      }
      return record;
    }

    /** What both headers have in common: from the version needed to the length of the extra. */
    private void common(ByteBuffer buffer) {
      buffer.putShort((short) version(offset >= ZipFormat.SEE_ZIP64));
      buffer.putShort((short) ZipFormat.UTF8_FLAG).putShort((short) ZipFormat.STORED);
      // No time and no date, as libtorch writes them: the same input gives the same bytes.
      buffer.putShort((short) 0).putShort((short) 0);
      buffer.putInt((int) crc).putInt((int) size).putInt((int) size);
      buffer.putShort((short) name.length).putShort((short) 0);
    }

    private static int version(boolean zip64) {
      return zip64 ? ZipFormat.VERSION_ZIP64 : 0;
    }

    static ByteBuffer end(long count, long size, long offset) {
      boolean far = offset >= ZipFormat.SEE_ZIP64 || count >= ZipFormat.SEE_ZIP64_SHORT;
      ByteBuffer buffer =
          buffer(
              ZipFormat.END_SIZE
                  + (far ? ZipFormat.END_64_SIZE + ZipFormat.END_64_LOCATOR_SIZE : 0));
      if (far) {
        buffer.putInt(ZipFormat.END_64).putLong(ZipFormat.END_64_SIZE - 12);
        buffer.putShort((short) ZipFormat.VERSION_ZIP64).putShort((short) ZipFormat.VERSION_ZIP64);
        buffer.putInt(0).putInt(0).putLong(count).putLong(count).putLong(size).putLong(offset);
        buffer.putInt(ZipFormat.END_64_LOCATOR).putInt(0).putLong(offset + size).putInt(1);
      }
      short shortCount = (short) Math.min(count, ZipFormat.SEE_ZIP64_SHORT);
      buffer.putInt(ZipFormat.END).putShort((short) 0).putShort((short) 0);
      buffer.putShort(shortCount).putShort(shortCount).putInt((int) size);
      buffer.putInt((int) Math.min(offset, ZipFormat.SEE_ZIP64)).putShort((short) 0);
      return buffer.flip();
    }

    private static ByteBuffer buffer(int size) {
      return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
  }
}
