// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.files;

import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.layertap.sink.SinkException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The finished shards of a folder and their index, which belong to one JVM at a time. What a JVM
 * left behind that was killed is put in order first: the index names what is there, and all of it.
 */
final class ShardFolder implements AutoCloseable {
  private static final String INDEX = "index.jsonl";
  private static final String LOCK = Shard.HIDDEN + "lock";

  /** A damaged file must not make us read all of the memory full. */
  private static final long MAX_HEADER = 100_000_000;

  private final Path folder;
  private final FileChannel lock;

  /** The sizes of the shards, the oldest first: their names begin with the time. */
  private final TreeMap<String, Long> shards = new TreeMap<>();

  private ShardFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  static ShardFolder open(Path folder) throws IOException, SinkException {
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException | NotDirectoryException e) {
      throw new SinkException(folder + " cannot be a folder: there is a file in its place");
    }
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      ShardFolder opened = new ShardFolder(folder, channel);
      if (!isLocked(channel)) {
        throw new SinkException(
            folder + " is written by another JVM or app; give each a folder of its own");
      }
      opened.putInOrder();
      return opened;
    } catch (IOException | SinkException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock held = channel.tryLock();
      return held != null;
    } catch (OverlappingFileLockException e) { // by another app of this JVM
      return false;
    }
  }

  private void putInOrder() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.startsWith(Shard.HIDDEN) && !name.equals(LOCK)) {
          Files.delete(file);
        } else if (name.endsWith(Shard.ENDING)) {
          shards.put(name, Files.size(file));
        }
      }
    }
    List<String> said = lines();
    List<String> kept = new ArrayList<>();
    Set<String> indexed = new HashSet<>();
    for (int i = 0; i < said.size(); i++) {
      String line = said.get(i);
      String shard = shardOf(line);
      // Only the last may have been cut off, as each JVM begins here.
      boolean isWhole = i < said.size() - 1 || isWhole(line);
      if (isWhole && shard != null && shards.containsKey(shard)) {
        kept.add(line);
        indexed.add(shard);
      }
    }
    for (String name : shards.keySet()) {
      if (!indexed.contains(name)) {
        kept.addAll(linesIn(folder.resolve(name)));
      }
    }
    if (!kept.equals(said) || !endsWithALine()) {
      rewrite(kept);
    }
  }

  private Path index() {
    return folder.resolve(INDEX);
  }

  private List<String> lines() throws IOException {
    return Files.exists(index())
        ? new String(Files.readAllBytes(index()), StandardCharsets.UTF_8).lines().toList()
        : List.of();
  }

  /** A last line without an end was cut off, even if what there is of it can be read. */
  private boolean endsWithALine() throws IOException {
    if (!Files.exists(index())) {
      return true;
    }
    byte[] bytes = Files.readAllBytes(index());
    return bytes.length == 0 || bytes[bytes.length - 1] == '\n';
  }

  /** Reads no further than there, for an index may have many thousand lines at an app's start. */
  private static @Nullable String shardOf(String line) {
    try (JsonReader reader = new JsonReader(new StringReader(line))) {
      reader.beginObject();
      while (!reader.nextName().equals(IndexLine.SHARD)) {
        reader.skipValue();
      }
      return reader.nextString();
    } catch (IOException | RuntimeException e) { // half a line, or somebody else's
      return null;
    }
  }

  private static boolean isWhole(String line) {
    try (JsonReader reader = new JsonReader(new StringReader(line))) {
      reader.skipValue();
      return reader.peek() == JsonToken.END_DOCUMENT;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  /** What a shard itself knows of its passes; nothing if it is not one of ours. */
  private static List<String> linesIn(Path shard) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(shard))) {
      long length = Long.reverseBytes(in.readLong());
      if (length < 2 || length > MAX_HEADER) {
        return List.of();
      }
      String header = new String(in.readNBytes((int) length), StandardCharsets.UTF_8);
      return JsonParser.parseString(header)
          .getAsJsonObject()
          .getAsJsonObject(Shard.METADATA)
          .get(Shard.LINES)
          .getAsString()
          .lines()
          .toList();
    } catch (EOFException | RuntimeException e) {
      return List.of();
    }
  }

  private void rewrite(List<String> lines) throws IOException {
    Path part = folder.resolve(Shard.HIDDEN + INDEX);
    Files.write(part, lines, StandardCharsets.UTF_8);
    Files.move(part, index(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Adds a shard that is there. */
  void add(String shard, List<String> lines) throws IOException {
    shards.put(shard, Files.size(folder.resolve(shard)));
    byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    Files.write(
        index(),
        text,
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        StandardOpenOption.APPEND);
  }

  /** What the shards and the index take. */
  long bytes() throws IOException {
    long sum = Files.exists(index()) ? Files.size(index()) : 0;
    for (long size : shards.values()) {
      sum += size;
    }
    return sum;
  }

  boolean isEmpty() {
    return shards.isEmpty();
  }

  int count() {
    return shards.size();
  }

  /** Takes the oldest shard away, which the index has forgotten before. */
  void dropOldest() throws IOException {
    String oldest = shards.firstKey();
    rewrite(lines().stream().filter(line -> !oldest.equals(shardOf(line))).toList());
    Files.deleteIfExists(folder.resolve(oldest));
    shards.remove(oldest);
  }

  Path path() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
