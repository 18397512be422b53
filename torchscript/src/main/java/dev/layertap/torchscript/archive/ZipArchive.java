// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.archive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.Checksum;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zip file open for reading. Nothing is read but the directory and the entries asked for.
 *
 * <p>{@code java.util.zip.ZipFile} hides where entries lie, which {@link ZipRewriter} has to know.
 */
public final class ZipArchive implements Closeable {
  /** Deflate makes at most 1,032 bytes of one. */
  private static final int MOST_PACKED = 1032;

  private final Path file;
  private final FileChannel channel;
  private final ZipDirectory directory;
  private final ReadingBudget budget;

  private ZipArchive(Path file, FileChannel channel, ZipDirectory directory, ReadingBudget budget) {
    this.file = file;
    this.channel = channel;
    this.directory = directory;
    this.budget = budget;
  }

  /**
   * Opens a file and reads its directory.
   *
   * @param file the zip file
   * @return the open archive
   * @throws IOException when the file cannot be read or is no sound zip
   */
  public static ZipArchive open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    ReadingBudget budget = ReadingBudget.of(file.toString());
    try {
      return new ZipArchive(file, channel, ZipDirectory.read(file, channel, budget), budget);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Opens a file for its last entry alone, without looking at the others.
   *
   * @param file the zip file
   * @return an open archive that seems to have one entry
   * @throws IOException when the file cannot be read or is no sound zip
   */
  public static ZipArchive openLast(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    ReadingBudget budget = ReadingBudget.of(file.toString());
    try {
      return new ZipArchive(file, channel, ZipDirectory.last(file, channel, budget), budget);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Returns the file.
   *
   * @return its path, as it was given
   */
  public Path file() {
    return file;
  }

  /**
   * Returns what may still be made of the archive.
   *
   * @return the memory that is left
   */
  public ReadingBudget budget() {
    return budget;
  }

  /**
   * Returns the entries' names.
   *
   * @return the names in the directory's order
   */
  public Collection<String> names() {
    return Collections.unmodifiableSet(directory.entries().keySet());
  }

  /**
   * Tells whether there is such an entry.
   *
   * @param name the entry's name
   * @return whether it is there
   */
  public boolean has(String name) {
    return directory.entries().containsKey(name);
  }

  /**
   * Tells how much an entry holds.
   *
   * @param name the name of an entry that is there
   * @return the size of its content, unpacked
   */
  public long size(String name) {
    return Objects.requireNonNull(directory.entries().get(name), name).size();
  }

  /**
   * Feeds a file's whole directory to checksums: names, sizes, places and checksums of all entries.
   *
   * @param file the zip file
   * @param checksums what takes it
   * @throws IOException when the file cannot be read or is no sound zip
   */
  public static void addDirectory(Path file, Checksum... checksums) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer directory = ZipDirectory.raw(file, channel, ReadingBudget.of(file.toString()));
      for (Checksum checksum : checksums) {
        checksum.update(directory.duplicate());
      }
    }
  }

  /**
   * Reads one entry's content.
   *
   * @param name the entry's name
   * @param limit how many bytes it may have at most
   * @return its content, unpacked, its checksum compared
   * @throws IOException when it is missing, too large or damaged
   */
  public byte[] read(String name, long limit) throws IOException {
    ZipEntryHeader entry = directory.entries().get(name);
    if (entry == null) {
      throw new ArchiveException(
          file + ": the entry " + Shown.text(name) + " is missing. Export the model again.");
    }
    if (entry.size() > limit || entry.compressedSize() > limit) {
      throw new ArchiveException(
          "%s: the entry %s says that it holds %,d bytes; at most %,d are read. If PyTorch loads the file, please report this."
              .formatted(
                  file, Shown.text(name), Math.max(entry.size(), entry.compressedSize()), limit));
    }
    byte[] packed = bytes(contentOffset(entry), (int) entry.compressedSize(), name);
    byte[] content = entry.method() == ZipFormat.STORED ? packed : inflate(entry, packed);
    CRC32 crc = new CRC32();
    crc.update(content);
    if (crc.getValue() != entry.crc() || content.length != entry.size()) {
      throw damaged(name, "its checksum differs");
    }
    return content;
  }

  private long contentOffset(ZipEntryHeader entry) throws IOException {
    byte[] header = bytes(entry.offset(), ZipFormat.LOCAL_HEADER_SIZE, entry.name());
    ByteBuffer buffer = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    if (buffer.getInt(0) != ZipFormat.LOCAL_HEADER) {
      throw damaged(entry.name(), "no entry begins at offset " + entry.offset());
    }
    int nameLength = Short.toUnsignedInt(buffer.getShort(26));
    int extraLength = Short.toUnsignedInt(buffer.getShort(28));
    return entry.offset() + ZipFormat.LOCAL_HEADER_SIZE + nameLength + extraLength;
  }

  private byte[] inflate(ZipEntryHeader entry, byte[] packed) throws IOException {
    if (entry.method() != ZipFormat.DEFLATED) {
      throw damaged(entry.name(), "it is packed by method " + entry.method());
    }
    if (entry.size() > (long) packed.length * MOST_PACKED + MOST_PACKED) {
      throw damaged(
          entry.name(),
          "%,d packed bytes cannot hold the %,d that it announces"
              .formatted(packed.length, entry.size()));
    }
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed);
      byte[] content = new byte[(int) entry.size()];
      int length = 0;
      int step;
      while (length < content.length
          && (step = inflater.inflate(content, length, content.length - length)) > 0) {
        length += step;
      }
      if (length < content.length || inflater.inflate(new byte[1]) > 0) {
        throw damaged(
            entry.name(),
            "it does not unpack to the %,d bytes that it announces".formatted(entry.size()));
      }
      return content;
    } catch (DataFormatException e) {
      throw damaged(entry.name(), "it cannot be unpacked: " + e.getMessage());
    } finally {
      inflater.end();
    }
  }

  private byte[] bytes(long offset, int length, String name) throws IOException {
    if (offset < 0 || offset > channel.size() - length) {
      throw damaged(name, "it would end after the file's end");
    }
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, offset + buffer.position()) < 0) {
        throw damaged(name, "the file became shorter while it was read");
      }
    }
    return buffer.array();
  }

  private ArchiveException damaged(String name, String what) {
    return new ArchiveException(
        "%s: the entry %s is damaged: %s. Fetch or export the file again."
            .formatted(file, Shown.text(name), what));
  }

  ZipDirectory directory() {
    return directory;
  }

  FileChannel channel() {
    return channel;
  }

  Map<String, ZipEntryHeader> entries() {
    return directory.entries();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
