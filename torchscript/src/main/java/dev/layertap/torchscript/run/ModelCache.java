// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import dev.layertap.torchscript.TorchScriptArchive;
import dev.layertap.torchscript.twin.TwinWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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

/**
 * The folder of rewritten models. A file appears there whole or not at all, under a name that its
 * content determines: two JVMs that rewrite one model at once write the same.
 */
final class ModelCache {
  private final Path folder;

  ModelCache(Path folder) {
    this.folder = folder;
  }

  /** The user's cache folder; {@code layertap.cache} or {@code LAYERTAP_CACHE} names another. */
  static ModelCache ofUser() {
    String named = System.getProperty("layertap.cache", System.getenv("LAYERTAP_CACHE"));
    if (named != null && !named.isBlank()) {
      return new ModelCache(Path.of(named));
    }
    String caches = System.getenv("XDG_CACHE_HOME");
    Path base =
        caches != null && !caches.isBlank()
            ? Path.of(caches)
            : Path.of(System.getProperty("user.home"), ".cache");
    return new ModelCache(base.resolve("layertap"));
  }

  /** Rewrites a model, or finds that it was rewritten before. */
  RewrittenModel rewrite(Path file) throws IOException {
    TorchScriptArchive archive = TorchScriptArchive.open(file);
    TwinWriter writer = TwinWriter.of(archive);
    Path target = createdFolder().resolve(key(file, writer) + ".pt");
    if (!Files.exists(target)) {
      writer.write(target);
    }
    return new RewrittenModel(file, target, archive, writer.twins());
  }

  /** Keeps what a stream holds, as a model that has no file. */
  Path keep(InputStream stream) throws IOException {
    Path part = Files.createTempFile(createdFolder(), "stream", ".part");
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

  /** A new file for what is not yet whole; the caller deletes it. */
  Path temporary(String purpose) throws IOException {
    return Files.createTempFile(createdFolder(), purpose, ".part");
  }

  /** Models may hold what only their owner shall read. */
  private Path createdFolder() throws IOException {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] ownerOnly =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    return Files.createDirectories(folder, ownerOnly);
  }

  /** Of the file's identity, and of all that the rewriting puts into it. */
  private static String key(Path file, TwinWriter writer) throws IOException {
    MessageDigest digest = sha256();
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    digest.update(
        "%s %d %s"
            .formatted(file.toRealPath(), attributes.size(), attributes.lastModifiedTime())
            .getBytes(StandardCharsets.UTF_8));
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
