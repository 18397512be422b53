// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.cache;

import dev.layertap.torchscript.archive.ZipArchive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What determines a copy: which file it is, what is in it, and who rewrites it.
 *
 * <p>A file's directory has the size and the checksum of all its entries, code, objects and tensors
 * alike, so it need not be read as a whole. A checksum of 32 bits can be the same by chance or on
 * purpose; therefore the file's time counts too, and so does the time of its last change, which
 * nobody can set.
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
    try (ZipArchive zip = ZipArchive.open(file)) {
      add(digest, content.isPresent() ? content.get() : identity(file));
      zip.digest(digest);
    }
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

  private static String identity(Path file) throws IOException {
    return file.toRealPath()
        + " "
        + Files.size(file)
        + " "
        + Files.getLastModifiedTime(file)
        + " "
        + changed(file);
  }

  private static @Nullable Object changed(Path file) throws IOException {
    try {
      return Files.getAttribute(file, "unix:ctime");
    } catch (UnsupportedOperationException e) {
      return null; // not on this system
    }
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
