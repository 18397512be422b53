// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A zip's central directory.
 *
 * @param entries the entries by name, in the directory's order
 * @param offset where the directory begins; all content lies before it
 */
record ZipDirectory(Map<String, ZipEntryHeader> entries, long offset) {
  /** A model of 10,000 layers has some 60,000 entries and a directory of 6 MB. */
  private static final long MAX_SIZE = 64L << 20;

  /** Names follow those of Python's files and classes. */
  private static final int MAX_NAME = 4096;

  /** What an entry takes in memory beside its record: itself, its name, its place in the map. */
  private static final int ENTRY_MEMORY = 300;

  static ZipDirectory read(Path file, FileChannel channel, ReadingBudget budget)
      throws IOException {
    return new Reader(file, channel, budget).read();
  }

  /** The directory's bytes, not looked into. */
  static ByteBuffer raw(Path file, FileChannel channel, ReadingBudget budget) throws IOException {
    Reader reader = new Reader(file, channel, budget);
    Located located = reader.locate();
    ByteBuffer directory = reader.bytes(located.offset(), (int) located.size());
    reader.checkBegin(directory, located.count());
    return directory;
  }

  /** A directory of its last entry alone: the others are stepped over, and not looked into. */
  static ZipDirectory last(Path file, FileChannel channel, ReadingBudget budget)
      throws IOException {
    return new Reader(file, channel, budget).last();
  }

  /** What the end record says. */
  private record Located(long count, long size, long offset) {}

  /** Reads backwards: the end record says where the directory lies. */
  private static final class Reader {
    private final Path file;
    private final FileChannel channel;
    private final ReadingBudget budget;
    private final long fileSize;

    Reader(Path file, FileChannel channel, ReadingBudget budget) throws IOException {
      this.file = file;
      this.budget = budget;
      this.channel = channel;
      this.fileSize = channel.size();
    }

    ZipDirectory read() throws IOException {
      Located located = locate();
      ByteBuffer directory = bytes(located.offset(), (int) located.size());
      Map<String, ZipEntryHeader> entries = entries(directory, located.count());
      checkPlaces(entries.values(), located.offset());
      return new ZipDirectory(entries, located.offset());
    }

    ZipDirectory last() throws IOException {
      Located located = locate();
      ByteBuffer directory = bytes(located.offset(), (int) located.size());
      int position = 0;
      for (long i = 1; i < located.count(); i++) {
        if (directory.limit() - position < ZipFormat.CENTRAL_HEADER_SIZE) {
          throw damaged("its directory ends after %d of %d entries".formatted(i, located.count()));
        }
        position +=
            ZipFormat.CENTRAL_HEADER_SIZE
                + Short.toUnsignedInt(directory.getShort(position + 28))
                + Short.toUnsignedInt(directory.getShort(position + 30))
                + Short.toUnsignedInt(directory.getShort(position + 32));
      }
      ByteBuffer rest = directory.slice(position, Math.max(0, directory.limit() - position));
      return new ZipDirectory(
          entries(rest.order(ByteOrder.LITTLE_ENDIAN), Math.min(1, located.count())),
          located.offset());
    }

    Located locate() throws IOException {
      int tailSize = (int) Math.min(fileSize, ZipFormat.END_SIZE + ZipFormat.MAX_COMMENT);
      long tailOffset = fileSize - tailSize;
      ByteBuffer tail = bytes(tailOffset, tailSize);
      int end = findEnd(tail);
      if (end < 0) {
        throw notZip();
      }
      long count = Short.toUnsignedLong(tail.getShort(end + 10));
      long size = Integer.toUnsignedLong(tail.getInt(end + 12));
      long offset = Integer.toUnsignedLong(tail.getInt(end + 16));
      if (count == ZipFormat.SEE_ZIP64_SHORT
          || size == ZipFormat.SEE_ZIP64
          || offset == ZipFormat.SEE_ZIP64) {
        ByteBuffer end64 = end64(tailOffset + end);
        count = end64.getLong(32);
        size = end64.getLong(40);
        offset = end64.getLong(48);
      }
      if (size < 0 || offset < 0 || size > fileSize || offset > fileSize - size) {
        throw damaged("its directory does not lie within the file");
      }
      if (size > MAX_SIZE) {
        throw damaged(
            "its directory takes %,d bytes, and at most %,d are read".formatted(size, MAX_SIZE));
      }
      budget.take(size);
      return new Located(count, size, offset);
    }

    private ByteBuffer end64(long end) throws IOException {
      long locator = end - ZipFormat.END_64_LOCATOR_SIZE;
      ByteBuffer buffer = bytes(locator, ZipFormat.END_64_LOCATOR_SIZE);
      if (buffer.getInt(0) != ZipFormat.END_64_LOCATOR) {
        throw damaged("its zip64 end record is missing");
      }
      ByteBuffer end64 = bytes(buffer.getLong(8), ZipFormat.END_64_SIZE);
      if (end64.getInt(0) != ZipFormat.END_64) {
        throw damaged("its zip64 end record is missing");
      }
      return end64;
    }

    private void checkBegin(ByteBuffer directory, long count) throws ArchiveException {
      if (count > 0
          && (directory.limit() < ZipFormat.CENTRAL_HEADER_SIZE
              || directory.getInt(0) != ZipFormat.CENTRAL_HEADER)) {
        throw damaged("its directory ends after 0 of %d entries".formatted(count));
      }
    }

    private Map<String, ZipEntryHeader> entries(ByteBuffer directory, long count)
        throws IOException {
      Map<String, ZipEntryHeader> entries = new LinkedHashMap<>();
      int position = 0;
      for (long i = 0; i < count; i++) {
        if (directory.limit() - position < ZipFormat.CENTRAL_HEADER_SIZE
            || directory.getInt(position) != ZipFormat.CENTRAL_HEADER) {
          throw damaged("its directory ends after %d of %d entries".formatted(i, count));
        }
        budget.take(ENTRY_MEMORY);
        ZipEntryHeader entry = entry(directory, position);
        if (entries.put(entry.name(), entry) != null) {
          throw damaged("the entry " + Shown.text(entry.name()) + " is there twice");
        }
        position += entry.record().capacity();
      }
      if (position != directory.limit()) {
        throw damaged("its directory holds more than the %d entries it counts".formatted(count));
      }
      return Collections.unmodifiableMap(entries);
    }

    /** Entries that share bytes make large contents out of small files. */
    private void checkPlaces(Collection<ZipEntryHeader> entries, long directory)
        throws ArchiveException {
      List<ZipEntryHeader> inOrder = new ArrayList<>(entries);
      inOrder.sort(Comparator.comparingLong(ZipEntryHeader::offset));
      for (int i = 0; i < inOrder.size(); i++) {
        ZipEntryHeader entry = inOrder.get(i);
        boolean last = i == inOrder.size() - 1;
        long limit = last ? directory : inOrder.get(i + 1).offset();
        // Neither sum can overflow: an offset beyond the limit is found out first.
        long header = ZipFormat.LOCAL_HEADER_SIZE + (long) entry.name().length();
        if (entry.offset() > limit - header
            || entry.compressedSize() > limit - header - entry.offset()) {
          throw damaged(
              "the entry %s would reach into %s"
                  .formatted(
                      Shown.text(entry.name()),
                      last
                          ? "the directory"
                          : "the entry " + Shown.text(inOrder.get(i + 1).name())));
        }
      }
    }

    /** Nothing is unpacked here, but names go on into the copy, and to whoever unpacks that. */
    private void checkName(String name) throws ArchiveException {
      if (name.length() > MAX_NAME) {
        throw damaged(
            "an entry's name has %,d bytes, and at most %,d are read: %s"
                .formatted(name.length(), MAX_NAME, Shown.text(name)));
      }
      String path = name.indexOf('\\') < 0 ? name : name.replace('\\', '/');
      int first = path.indexOf('/');
      String drive = first < 0 ? path : path.substring(0, first);
      boolean climbs = path.contains("..") && ("/" + path + "/").contains("/../");
      if (drive.isEmpty() || drive.endsWith(":") || climbs) {
        throw damaged("the entry %s would climb out of its folder".formatted(Shown.text(name)));
      }
    }

    private ZipEntryHeader entry(ByteBuffer directory, int start) throws IOException {
      int nameLength = Short.toUnsignedInt(directory.getShort(start + 28));
      int extraLength = Short.toUnsignedInt(directory.getShort(start + 30));
      int commentLength = Short.toUnsignedInt(directory.getShort(start + 32));
      int extra = start + ZipFormat.CENTRAL_HEADER_SIZE + nameLength;
      int end = extra + extraLength + commentLength;
      if (end > directory.limit()) {
        throw damaged("its directory ends within an entry");
      }
      byte[] nameBytes = new byte[nameLength];
      directory.get(start + ZipFormat.CENTRAL_HEADER_SIZE, nameBytes);
      String name = new String(nameBytes, StandardCharsets.ISO_8859_1);
      long[] sizes = {
        Integer.toUnsignedLong(directory.getInt(start + 24)),
        Integer.toUnsignedLong(directory.getInt(start + 20)),
        Integer.toUnsignedLong(directory.getInt(start + 42))
      };
      checkName(name);
      readZip64(directory, extra, extra + extraLength, sizes);
      if ((directory.getShort(start + 8) & 1) != 0) {
        throw damaged("the entry " + Shown.text(name) + " is encrypted");
      }
      if (sizes[0] < 0 || sizes[1] < 0 || sizes[2] < 0) {
        throw damaged("the entry " + Shown.text(name) + " has a size or place below zero");
      }
      return new ZipEntryHeader(
          name,
          directory.getShort(start + 10),
          Integer.toUnsignedLong(directory.getInt(start + 16)),
          sizes[1],
          sizes[0],
          sizes[2],
          directory.slice(start, end - start).asReadOnlyBuffer());
    }

    /** Fills in, in the order that the format sets, the numbers that did not fit in 32 bits. */
    private void readZip64(ByteBuffer directory, int start, int end, long[] sizes)
        throws IOException {
      int position = start;
      while (position + 4 <= end) {
        int id = Short.toUnsignedInt(directory.getShort(position));
        int fieldEnd = position + 4 + Short.toUnsignedInt(directory.getShort(position + 2));
        if (id == ZipFormat.ZIP64_EXTRA) {
          int value = position + 4;
          for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] == ZipFormat.SEE_ZIP64) {
              if (value + 8 > fieldEnd || fieldEnd > end) {
                throw damaged("an entry's zip64 part is too short");
              }
              sizes[i] = directory.getLong(value);
              value += 8;
            }
          }
          return;
        }
        position = fieldEnd;
      }
    }

    private static int findEnd(ByteBuffer tail) {
      for (int i = tail.limit() - ZipFormat.END_SIZE; i >= 0; i--) {
        if (tail.getInt(i) == ZipFormat.END
            && i + ZipFormat.END_SIZE + Short.toUnsignedInt(tail.getShort(i + 20))
                <= tail.limit()) {
          return i;
        }
      }
      return -1;
    }

    private ByteBuffer bytes(long offset, int length) throws IOException {
      if (offset < 0 || offset > fileSize - length) {
        throw damaged("its directory does not lie within the file");
      }
      ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, offset + buffer.position()) < 0) {
          throw damaged("it became shorter while it was read");
        }
      }
      return buffer.flip();
    }

    private ArchiveException notZip() throws IOException {
      ByteBuffer start = bytes(0, (int) Math.min(4, fileSize));
      if (fileSize >= 4 && start.getInt(0) == ZipFormat.LOCAL_HEADER) {
        return damaged("its end is missing, as if the copy had been cut short");
      }
      return new ArchiveException(
          "%s is not a TorchScript archive: expected a zip file, found %s. Export the model with torch.jit.script(model).save(path) or torch.jit.trace(model, input).save(path)."
              .formatted(file, describe(start)));
    }

    private String describe(ByteBuffer start) {
      if (fileSize == 0) {
        return "an empty file";
      }
      if (start.get(0) == (byte) 0x80) {
        return "a pickle (a state dict or a whole model, saved by an old torch.save)";
      }
      return "%,d bytes that begin with %s".formatted(fileSize, hex(start));
    }

    private static String hex(ByteBuffer bytes) {
      byte[] copy = new byte[bytes.limit()];
      bytes.get(0, copy);
      return HexFormat.of().formatHex(copy);
    }

    private ArchiveException damaged(String what) {
      return new ArchiveException(
          "%s is a damaged zip file: %s. Fetch or export the file again.".formatted(file, what));
    }
  }
}
