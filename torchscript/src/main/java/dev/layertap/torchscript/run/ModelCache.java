// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import dev.layertap.torchscript.TorchScriptArchive;
import dev.layertap.torchscript.archive.ArchiveException;
import dev.layertap.torchscript.cache.CacheFolder;
import dev.layertap.torchscript.cache.CacheSettings;
import dev.layertap.torchscript.cache.ClaimedFile;
import dev.layertap.torchscript.cache.ModelKey;
import dev.layertap.torchscript.cache.UnusableCacheException;
import dev.layertap.torchscript.twin.TwinWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The rewritten copies of models. One that was written before is found by its key, and then nothing
 * of the model is read but its directory.
 */
class ModelCache {
  private final Optional<CacheFolder> folder;
  private final AtomicBoolean tidied = new AtomicBoolean();

  ModelCache(CacheSettings settings) {
    this.folder = settings.folder().map(path -> new CacheFolder(path, settings.limit()));
  }

  /** Makes ready for models that were rewritten before. */
  void prepare() throws IOException {
    if (folder.isPresent()) {
      folder.get().prepare();
    }
  }

  /** Whether a file is one of the cache's own. */
  boolean holds(Path file) {
    return folder.isPresent() && folder.get().holds(file);
  }

  /** Rewrites a model, or finds that it was rewritten before. */
  RewrittenModel rewrite(ModelSource source) throws IOException {
    if (folder.isEmpty()) {
      return passing(source);
    }
    Optional<String> key = ModelKey.of(source.file(), source.content(), Map.of());
    if (key.isPresent()) {
      Optional<RewrittenModel> known = find(folder.get(), source, key.get());
      if (known.isPresent()) {
        return known.get();
      }
    }
    return rewrite(folder.get(), source, false);
  }

  /** Rewrites a model, whatever is there. */
  RewrittenModel rewriteAnew(ModelSource source) throws IOException {
    return folder.isEmpty() ? passing(source) : rewrite(folder.get(), source, true);
  }

  private Optional<RewrittenModel> find(CacheFolder cache, ModelSource source, String key)
      throws IOException {
    ClaimedFile copy = cache.copy(key);
    Optional<Outline> outline = KeptOriginal.outline(copy.file(), key);
    if (outline.isEmpty()) {
      copy.close();
      return Optional.empty();
    }
    CacheFolder.touch(copy);
    if (!tidied.getAndSet(true)) {
      cache.tidy(0);
    }
    return Optional.of(RewrittenModel.kept(source.file(), copy, outline.get()));
  }

  private RewrittenModel rewrite(CacheFolder cache, ModelSource source, boolean anew)
      throws IOException {
    TorchScriptArchive archive = TorchScriptArchive.open(source.file());
    TwinWriter writer = TwinWriter.of(archive);
    String key = key(source, writer);
    if (!anew) {
      Optional<RewrittenModel> known = find(cache, source, key);
      if (known.isPresent()) {
        return known.get();
      }
    }
    Outline outline = Outline.of(archive, writer.twins());
    ClaimedFile copy = cache.copy(key);
    try {
      tidied.set(true);
      cache.tidy(Files.size(source.file()));
      try (ClaimedFile part = cache.part()) {
        writer.write(part.file(), KeptOriginal.entries(archive, key, outline));
        if (!key.equals(key(source, writer))) {
          throw new ArchiveException(
              source.file() + " changed while it was copied. Load it again when it is written.");
        }
        CacheFolder.publish(part, copy);
      }
      return RewrittenModel.kept(source.file(), copy, outline);
    } catch (UnusableCacheException | ArchiveException e) {
      copy.close();
      throw e;
    } catch (IOException e) {
      copy.close();
      throw cache.unusable(e);
    }
  }

  private static String key(ModelSource source, TwinWriter writer) throws IOException {
    return ModelKey.of(source.file(), source.content(), writer.changes()).orElseThrow();
  }

  /** Without a cache a copy is there while it is loaded. */
  private static RewrittenModel passing(ModelSource source) throws IOException {
    TorchScriptArchive archive = TorchScriptArchive.open(source.file());
    TwinWriter writer = TwinWriter.of(archive);
    ClaimedFile copy = ClaimedFile.outside();
    try {
      writer.write(copy.file(), Map.of());
      return RewrittenModel.passing(
          source.file(), copy, Outline.of(archive, writer.twins()), archive);
    } catch (ArchiveException e) {
      copy.close();
      throw e;
    } catch (IOException e) {
      copy.close();
      throw ClaimedFile.unusableOutside(e);
    }
  }

  /** Keeps what a stream holds until it is loaded, as a model that has no file. */
  ModelSource keep(InputStream stream) throws IOException {
    ClaimedFile part = temporary();
    try {
      MessageDigest digest = ModelKey.sha256();
      try (OutputStream out = new DigestOutputStream(Files.newOutputStream(part.file()), digest)) {
        stream.transferTo(out);
      }
      return ModelSource.of(part, HexFormat.of().formatHex(digest.digest()));
    } catch (IOException | RuntimeException e) {
      part.close();
      throw e;
    }
  }

  /** A new file for what is not yet whole, or not for long; it is deleted when it is closed. */
  ClaimedFile temporary() throws IOException {
    return folder.isPresent() ? folder.get().part() : ClaimedFile.outside();
  }
}
