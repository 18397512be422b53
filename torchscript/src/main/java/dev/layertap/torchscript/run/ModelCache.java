// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import dev.layertap.torchscript.TorchScriptArchive;
import dev.layertap.torchscript.archive.ZipArchive;
import dev.layertap.torchscript.twin.TwinWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * The folder of rewritten models. A file appears there whole or not at all, under a name that its
 * content determines: two JVMs that rewrite one model at once write the same.
 */
class ModelCache {
  /** Changes when the same changes are written in another way. */
  private static final String FORMAT = "2";

  private final Path folder;

  ModelCache(Path folder) {
    this.folder = folder;
  }

  /** The folder that the agent's configuration names, or the user's cache folder. */
  static ModelCache configured(Map<String, Object> configuration) {
    return configuration.get("cache") instanceof String named
        ? new ModelCache(Path.of(named))
        : ofUserFolder();
  }

  /**
   * What is used without an agent: the user's cache folder, unless {@code layertap.cache} or {@code
   * LAYERTAP_CACHE} names another.
   */
  static ModelCache ofUser() {
    String named = System.getProperty("layertap.cache", System.getenv("LAYERTAP_CACHE"));
    return named != null && !named.isBlank() ? new ModelCache(Path.of(named)) : ofUserFolder();
  }

  private static ModelCache ofUserFolder() {
    String caches = System.getenv("XDG_CACHE_HOME");
    Path base =
        caches != null && !caches.isBlank()
            ? Path.of(caches)
            : Path.of(System.getProperty("user.home"), ".cache");
    return new ModelCache(base.resolve("layertap"));
  }

  /** Whether a file is one of the cache's own. */
  boolean holds(Path file) {
    return folder.toAbsolutePath().equals(file.toAbsolutePath().getParent());
  }

  /** Rewrites a model, or finds that it was rewritten before. */
  RewrittenModel rewrite(Path file) throws IOException {
    return rewrite(file, false);
  }

  /** Rewrites a model, whatever is there. */
  RewrittenModel rewriteAnew(Path file) throws IOException {
    return rewrite(file, true);
  }

  private RewrittenModel rewrite(Path file, boolean anew) throws IOException {
    TorchScriptArchive archive = TorchScriptArchive.open(file);
    TwinWriter writer = TwinWriter.of(archive);
    Path target = createdFolder().resolve(key(file, writer) + ".pt");
    if (anew || !Files.exists(target)) {
      try {
        writer.write(target);
      } catch (FileSystemException e) {
        throw unusable(e);
      }
    }
    return new RewrittenModel(file, target, archive, writer.twins());
  }

  /** Keeps what a stream holds, as a model that has no file. */
  Path keep(InputStream stream) throws IOException {
    Path part = temporary("stream");
    try {
      MessageDigest digest = sha256();
      try (DigestOutputStream out = new DigestOutputStream(Files.newOutputStream(part), digest)) {
        stream.transferTo(out);
      }
      Path kept = folder.resolve("stream-" + HexFormat.of().formatHex(digest.digest()) + ".pt");
      if (!Files.exists(kept)) {
        Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE);
      }
      return kept;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Says that the cache cannot be used, before anything was read from a stream. */
  static final class UnusableException extends IOException {
    private static final long serialVersionUID = 1;

    UnusableException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private UnusableException unusable(FileSystemException e) {
    return new UnusableException(
        "the cache folder %s cannot be written (%s); -Dlayertap.cache=FOLDER or LAYERTAP_CACHE names another"
            .formatted(folder, e),
        e);
  }

  /** A new file for what is not yet whole; the caller deletes it. */
  Path temporary(String purpose) throws IOException {
    try {
      return Files.createTempFile(createdFolder(), purpose, ".part");
    } catch (FileSystemException e) {
      throw unusable(e);
    }
  }

  /** Models may hold what only their owner shall read. */
  private Path createdFolder() throws IOException {
    if (Files.isDirectory(folder)) {
      return folder; // it may be a link to one
    }
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] ownerOnly =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    try {
      return Files.createDirectories(folder, ownerOnly);
    } catch (FileSystemException e) {
      throw unusable(e);
    }
  }

  /**
   * Of the file's identity, of its directory with all checksums, because other weights may come
   * with the same size and time, and of all that the rewriting puts into it.
   */
  private static String key(Path file, TwinWriter writer) throws IOException {
    MessageDigest digest = sha256();
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    digest.update(
        "%s %s %d %s"
            .formatted(FORMAT, file.toRealPath(), attributes.size(), attributes.lastModifiedTime())
            .getBytes(StandardCharsets.UTF_8));
    try (ZipArchive zip = ZipArchive.open(file)) {
      zip.digest(digest);
    }
    writer
        .changes()
        .forEach(
            (name, content) -> {
              digest.update(name.getBytes(StandardCharsets.UTF_8));
              digest.update(content);
            });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }
}
