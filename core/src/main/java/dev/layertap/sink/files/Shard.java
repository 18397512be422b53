// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.files;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A safetensors file in the making. The format has its header first, which is not known before the
 * last array: so the data are collected in a hidden file beside it, and put behind the header when
 * the shard is finished. It gets its name last, at once.
 */
final class Shard {
  static final String ENDING = ".safetensors";

  /** How a file begins that is not finished. */
  static final String HIDDEN = ".layertap-";

  /** The entry of the header's metadata that holds the index lines of the shard's passes. */
  static final String LINES = "index";

  static final String METADATA = "__metadata__";

  private final Path folder;
  private final String name;
  private final Path dataFile;
  private final FileChannel data;
  private final Map<String, Object> header = new LinkedHashMap<>();
  private final List<String> lines = new ArrayList<>();
  private long length;
  private long headerLength;

  private Shard(Path folder, String name, Path dataFile, FileChannel data) {
    this.folder = folder;
    this.name = name;
    this.dataFile = dataFile;
    this.data = data;
  }

  static Shard begin(Path folder, String name) throws IOException {
    Path file = folder.resolve(HIDDEN + name + ".data");
    return new Shard(
        folder,
        name,
        file,
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE));
  }

  String name() {
    return name;
  }

  /** How many bytes of data there are. */
  long length() {
    return length;
  }

  /** What the file and its lines of the index will take, or a little less than that. */
  long size() {
    return length + headerLength;
  }

  /** What a pass takes beside its data: its line, once in the index and once, quoted, here. */
  static long sizeOf(String line) {
    return 3L * line.length();
  }

  int passes() {
    return lines.size();
  }

  /** Adds a pass whole, or nothing of it. */
  void add(String line, Map<String, NDArray> arrays) throws IOException {
    Map<String, Object> added = new LinkedHashMap<>();
    long end = length;
    try {
      for (Map.Entry<String, NDArray> entry : arrays.entrySet()) {
        NDArray array = entry.getValue();
        long start = end;
        end += write(ArrayBytes.of(array), start);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("dtype", ArrayBytes.type(array));
        fields.put("shape", array.getShape().getShape());
        fields.put("data_offsets", new long[] {start, end});
        added.put(entry.getKey(), fields);
      }
    } catch (IOException | RuntimeException e) {
      data.truncate(length);
      throw e;
    }
    length = end;
    headerLength += sizeOf(line);
    header.putAll(added);
    lines.add(line);
  }

  private long write(ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += data.write(bytes, at);
    }
    return at - position;
  }

  /** Finishes the file, which is there whole from then on. */
  List<String> finish() throws IOException {
    Path part = folder.resolve(HIDDEN + name + ".part");
    try {
      try (FileChannel out =
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer head = head();
        while (head.hasRemaining()) {
          out.write(head);
        }
        for (long at = 0; at < length; ) {
          at += data.transferTo(at, length - at, out);
        }
        out.force(true);
      }
      Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
      abandon();
    }
    return lines;
  }

  /** The length of the header, and the header, with spaces behind it as the format asks for. */
  private ByteBuffer head() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put(METADATA, Map.of(LINES, String.join("\n", lines)));
    all.putAll(header);
    byte[] bytes = Json.of(all).getBytes(StandardCharsets.UTF_8);
    int padding = (Long.BYTES - bytes.length % Long.BYTES) % Long.BYTES;
    ByteBuffer head =
        ByteBuffer.allocate(Long.BYTES + bytes.length + padding).order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(bytes.length + padding).put(bytes);
    for (int i = 0; i < padding; i++) {
      head.put((byte) ' ');
    }
    return head.flip();
  }

  /** Leaves nothing of what is not finished. */
  void abandon() throws IOException {
    data.close();
    Files.deleteIfExists(dataFile);
  }
}
