// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.files;

import ai.djl.ndarray.NDArray;
import dev.layertap.CapturedLeaf;
import dev.layertap.sink.Sink;
import dev.layertap.sink.SinkException;
import dev.layertap.sink.SinkOptions;
import dev.layertap.sink.SinkPass;
import dev.layertap.value.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Writes the arrays of several passes to a file, and a line for each pass to an index. */
public final class FilesSink implements Sink {
  private static final String FOLDER = "folder";
  private static final String SHARD = "shard";
  private static final String PASSES = "passes";
  private static final String DISK = "disk";
  private static final String FULL = "full";

  private static final long STANDARD_SHARD = 64_000_000;
  private static final long STANDARD_DISK = 1_000_000_000;
  private static final int STANDARD_PASSES = 100;

  /** A shard that is finished is there twice meanwhile, and older ones shall be left. */
  private static final int SHARDS_ON_DISK = 4;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  private final String run = TIME.format(Instant.now()) + "-" + ProcessHandle.current().pid();

  private long shardBytes;
  private long disk;
  private int passes;
  private boolean isStoppedWhenFull;
  private int number;
  private volatile int count;
  private final AtomicLong dropped = new AtomicLong();
  private @Nullable ShardFolder folder;
  private @Nullable Shard open;

  /** For the configuration. */
  public FilesSink() {}

  @Override
  public String name() {
    return "files";
  }

  @Override
  public Set<String> options() {
    return Set.of(FOLDER, SHARD, PASSES, DISK, FULL);
  }

  @Override
  public void start(SinkOptions options) throws SinkException {
    disk = options.bytes(DISK).orElse(STANDARD_DISK);
    shardBytes = options.bytes(SHARD).orElse(Math.min(STANDARD_SHARD, disk / SHARDS_ON_DISK));
    if (shardBytes > disk / SHARDS_ON_DISK) {
      throw options.mistake(
          SHARD,
          "must be a quarter of \"disk\" or less, %d bytes".formatted(disk / SHARDS_ON_DISK),
          options.text(SHARD).orElse(""));
    }
    passes = options.count(PASSES, STANDARD_PASSES);
    isStoppedWhenFull = options.word(FULL, List.of("oldest", "stop")).equals("stop");
    Path where = options.folder(FOLDER);
    try {
      folder = ShardFolder.open(where);
    } catch (IOException e) {
      throw new SinkException("%s cannot be written: %s".formatted(where, e));
    }
    count = folder.count();
  }

  @Override
  public void write(SinkPass pass) throws IOException, SinkException {
    if (folder == null) {
      throw new IllegalStateException("not started");
    }
    Map<String, NDArray> arrays = arrays(pass);
    long bytes = arrays.values().stream().mapToLong(ArrayBytes::length).sum();
    if (bytes > disk / SHARDS_ON_DISK) {
      throw new SinkException(
          "pass %d has %d bytes, and no shard may have more than a quarter of \"disk\", %d bytes; select less, or allow more"
              .formatted(pass.number(), bytes, disk / SHARDS_ON_DISK));
    }
    if (open != null && open.length() + bytes > shardBytes) {
      finish(folder);
    }
    Shard shard = open;
    if (shard == null) {
      shard = Shard.begin(folder.path(), "%s-%06d%s".formatted(run, number++, Shard.ENDING));
      open = shard;
    }
    String line = IndexLine.of(pass, shard.name());
    makeRoom(folder, shard.size() + bytes + Shard.sizeOf(line));
    shard.add(line, arrays);
    if (shard.passes() >= passes || shard.length() >= shardBytes) {
      finish(folder);
    }
  }

  private static Map<String, NDArray> arrays(SinkPass pass) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    for (CapturedLeaf leaf : pass.captured().leaves()) {
      if (leaf.value() instanceof Value.Tensor tensor
          && ArrayBytes.whyNot(tensor.array()).isEmpty()) {
        arrays.put(leaf.key(), tensor.array());
      }
    }
    return arrays;
  }

  private void finish(ShardFolder target) throws IOException {
    Shard shard = open;
    if (shard == null) {
      return;
    }
    open = null;
    if (shard.passes() == 0) { // there was no room for its first pass
      shard.abandon();
      return;
    }
    target.add(shard.name(), shard.finish());
    count = target.count();
  }

  /** For the shard as it will be, whose data are there twice while it is finished. */
  private void makeRoom(ShardFolder target, long shard) throws IOException, SinkException {
    while (target.bytes() + 2 * shard > disk && !target.isEmpty()) {
      if (isStoppedWhenFull) {
        throw SinkException.lasting(
            "%s holds as much as \"disk\" allows, %d bytes, and full=stop"
                .formatted(target.path(), disk));
      }
      target.dropOldest();
      dropped.incrementAndGet();
    }
  }

  @Override
  public Map<String, Object> facts() {
    return Map.of("shards", count, "shardsDropped", dropped.get());
  }

  @Override
  public void close() throws IOException {
    ShardFolder target = folder;
    folder = null;
    if (target != null) {
      try (target) {
        finish(target);
      }
    }
  }
}
