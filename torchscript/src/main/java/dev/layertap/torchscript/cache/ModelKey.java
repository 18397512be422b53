// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.cache;

import dev.layertap.torchscript.archive.ZipArchive;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * What determines a copy: which file it is, what is in it, and who rewrites it.
 *
 * <p>A file's directory has the size and the checksum of all its entries, code, objects and tensors
 * alike, so it need not be read as a whole. A checksum of 32 bits can be the same by chance or on
 * purpose; therefore the file's time counts too, and so does the time of its last change, which
 * nobody can set. The directory itself goes in as two checksums of its own, which the processor
 * works out: a digest of it would take the interpreter seven milliseconds.
 *
 * <p>It stands between an app and its model at every start: there are no lambdas here and no
 * concatenated texts, which cost milliseconds at their first use.
 */
public final class ModelKey {
  private ModelKey() {}

  /**
   * Finds the key of a model.
   *
   * @param file its file
   * @param content the digest of its bytes, if it has no file of its own
   * @param rewritten the entries that are written anew; empty if they are not known yet
   * @return the key in hexadecimal digits; empty if it cannot be told without what is rewritten
   * @throws IOException if the file cannot be read, or is no sound zip
   */
  public static Optional<String> of(
      Path file, Optional<String> content, Map<String, byte[]> rewritten) throws IOException {
    Optional<String> code = OwnCode.fingerprint();
    MessageDigest digest = sha256();
    add(digest, code.orElse("unknown"));
    if (content.isPresent()) {
      add(digest, content.get());
    } else {
      addIdentity(digest, file);
    }
    CRC32 crc = new CRC32();
    CRC32C crc32c = new CRC32C();
    ZipArchive.addDirectory(file, crc, crc32c);
    add(digest, crc.getValue());
    add(digest, crc32c.getValue());
    if (code.isEmpty()) {
      if (rewritten.isEmpty()) {
        return Optional.empty();
      }
      for (Map.Entry<String, byte[]> entry : rewritten.entrySet()) {
        add(digest, entry.getKey());
        digest.update(entry.getValue());
      }
    }
    return Optional.of(HexFormat.of().formatHex(digest.digest()));
  }

  private static void addIdentity(MessageDigest digest, Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    add(digest, file.toRealPath().toString());
    add(digest, attributes.size());
    add(digest, attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    add(digest, changed(file));
  }

  private static long changed(Path file) throws IOException {
    try {
      return ((FileTime) Files.getAttribute(file, "unix:ctime")).to(TimeUnit.NANOSECONDS);
    } catch (UnsupportedOperationException e) {
      return 0; // not on this system
    }
  }

  private static void add(MessageDigest digest, long number) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
  }

  private static void add(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  /**
   * Makes a digest.
   *
   * @return SHA-256
   */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }
}
